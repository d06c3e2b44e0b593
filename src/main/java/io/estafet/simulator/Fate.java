package io.estafet.simulator;

/**
 * What happens to a message to a magic recipient, chosen by the last two digits of the number. Every other ending, and
 * every ending when {@code magic} is off, is {@link #ORDINARY}.
 */
enum Fate {
    /** Sent, delivered, and read with the probability that the behaviour sets. */
    ORDINARY(-1, Kind.ACCEPTED, 0, Scope.ANY),
    DROPPED_AFTER_HOLD(15, Kind.ACCEPTED, 132015, Scope.TEMPLATE),
    SERVICE_UNAVAILABLE(16, Kind.REFUSED_AT_FIRST, 131016, Scope.ANY),
    UNDELIVERABLE(26, Kind.FAILED, 131026, Scope.ANY),
    NUMBER_THROTTLED(29, Kind.REFUSED_AT_FIRST, 130429, Scope.ANY),
    NOT_ALLOWED(30, Kind.REFUSED, 131030, Scope.ANY),
    /** Fails for 24 h from the first try, then is ordinary. */
    MARKETING_LIMITED(49, Kind.FAILED, 131049, Scope.MARKETING),
    MARKETING_STOPPED(50, Kind.FAILED, 131050, Scope.MARKETING),
    MEDIA_FAILED(53, Kind.FAILED, 131053, Scope.ANY),
    PAIR_THROTTLED(56, Kind.REFUSED_AT_FIRST, 131056, Scope.ANY),
    NEVER_DELIVERED(60, Kind.ACCEPTED, 0, Scope.ANY),
    SILENT(61, Kind.ACCEPTED, 0, Scope.ANY),
    READ_AT_ONCE(62, Kind.ACCEPTED, 0, Scope.ANY),
    DOUBLED(63, Kind.ACCEPTED, 0, Scope.ANY),
    BACKWARDS(64, Kind.ACCEPTED, 0, Scope.ANY),
    HANGS(65, Kind.ACCEPTED, 0, Scope.ANY),
    GATEWAY_ERROR(66, Kind.ACCEPTED, 0, Scope.ANY),
    CUT_AFTER(67, Kind.ACCEPTED, 0, Scope.ANY),
    MALFORMED(69, Kind.ACCEPTED, 0, Scope.ANY),
    HELD(70, Kind.ACCEPTED, 0, Scope.TEMPLATE),
    EXPERIMENT(72, Kind.FAILED, 130472, Scope.MARKETING),
    COUNTRY_FORBIDDEN(97, Kind.REFUSED, 130497, Scope.ANY);

    /** How the API answers, and whether the message fails later. */
    enum Kind {
        /** The API accepts the message. */
        ACCEPTED,
        /** The API accepts the message, and a failed status follows. */
        FAILED,
        /** The API refuses the message. */
        REFUSED,
        /** The API refuses the first of every two tries. */
        REFUSED_AT_FIRST
    }

    private enum Scope {
        ANY,
        TEMPLATE,
        MARKETING
    }

    private static final Fate[] BY_ENDING = new Fate[100];

    static {
        for (Fate fate : values()) {
            if (fate.ending >= 0) {
                BY_ENDING[fate.ending] = fate;
            }
        }
    }

    private final int ending;
    private final Kind kind;
    private final int code;
    private final Scope scope;

    Fate(int ending, Kind kind, int code, Scope scope) {
        this.ending = ending;
        this.kind = kind;
        this.code = code;
        this.scope = scope;
    }

    Kind kind() {
        return kind;
    }

    int code() {
        return code;
    }

    boolean held() {
        return this == HELD || this == DROPPED_AFTER_HOLD;
    }

    /** The fate of a message to {@code person}. */
    static Fate of(String person, boolean template, boolean marketing) {
        int length = person.length();
        if (length < 2) {
            return ORDINARY;
        }
        int tens = person.charAt(length - 2) - '0';
        int ones = person.charAt(length - 1) - '0';
        boolean digits = tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
        Fate fate = digits ? BY_ENDING[tens * 10 + ones] : null;
        if (fate == null
                || (fate.scope == Scope.TEMPLATE && !template)
                || (fate.scope == Scope.MARKETING && !marketing)) {
            return ORDINARY;
        }
        return fate;
    }
}
