package io.estafet.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the simulated platform behaves, as {@code PUT /behaviour} sets it: fields left out take their defaults.
 *
 * @param seed of all random choices
 * @param magic whether the last two digits of a recipient choose a {@link Fate}
 * @param throttleStatus HTTP status of throttling answers, 400 or 429: Meta's lists disagree
 * @param latency from the end of a request to its answer
 * @param errors shares of requests that are answered with an error
 * @param faults shares of requests that meet a broken network or gateway
 */
record Behaviour(
        long seed,
        boolean magic,
        int throttleStatus,
        Distribution latency,
        Rules rules,
        List<ErrorShare> errors,
        List<FaultShare> faults,
        Webhook webhook) {
    /** A request may draw for each of them. */
    private static final int MOST_SHARES = 100;
    /** Shorter than five minutes, after which a connection without a byte is cut. */
    private static final double LONGEST_HANG_MILLIS = 240_000;

    static final Behaviour DEFAULT = new Behaviour(
            1,
            true,
            400,
            Distribution.of(0),
            new Rules(WindowMode.failed, LimitMode.accept, 2_000, false),
            List.of(),
            List.of(),
            new Webhook(
                    null,
                    "",
                    24,
                    Distribution.of(50),
                    Distribution.of(200),
                    Distribution.of(500),
                    2_000,
                    0.5,
                    0,
                    0,
                    0,
                    1_000,
                    1_000,
                    8,
                    1_000));

    Behaviour {
        Checks.demand(throttleStatus == 400 || throttleStatus == 429, "throttleStatus must be 400 or 429");
        Checks.demand(errors.size() <= MOST_SHARES, "more than " + MOST_SHARES + " errors");
        Checks.demand(faults.size() <= MOST_SHARES, "more than " + MOST_SHARES + " faults");
    }

    static Behaviour of(JsonNode given) {
        return Json.read(given, DEFAULT, Behaviour.class);
    }

    /**
     * What happens to a free-form message outside the window: it is accepted and fails later, as mostly observed, or it
     * is refused at once.
     */
    enum WindowMode {
        failed,
        refuse
    }

    /** What the API does beyond the messaging limit. This is not documented. Every mode counts the violation. */
    enum LimitMode {
        accept,
        refuse,
        failed,
        silence
    }

    /**
     * Reactions of the platform that are not documented.
     *
     * @param graceMillis how long after a change of a template or limit a request by the old state is no violation,
     *     because the client may not know of the change yet. The request gets the same answer.
     * @param inboundCounts whether {@code violations.throughput} counts inbound messages, too. They always take a token
     *     from the bucket behind 130429.
     */
    record Rules(WindowMode window, LimitMode limit, long graceMillis, boolean inboundCounts) {
        Rules {
            Checks.millis("graceMillis", (double) graceMillis);
        }
    }

    /**
     * A share of the requests that end with an error.
     *
     * @param phoneNumberId null for every number
     * @param httpStatus 0 for the usual one
     * @param async whether the message is accepted first and then fails by a status
     */
    record ErrorShare(int code, double share, @Nullable String phoneNumberId, int httpStatus, boolean async) {
        ErrorShare {
            Checks.share("share", share);
            Checks.demand(httpStatus == 0 || (httpStatus >= 200 && httpStatus < 600), "httpStatus must be 200 to 599");
        }
    }

    /**
     * A share of the requests that meet a fault.
     *
     * @param millis how long {@code slow} and {@code hang-after} take, up to 4 min; 0 means 20 s and 120 s
     * @param variant the variant of {@code malformed}; null draws one
     */
    record FaultShare(
            Fault kind,
            double share,
            @Nullable String phoneNumberId,
            long millis,
            @Nullable Malformed variant) {
        FaultShare {
            Checks.demand(kind != null, "kind is required");
            Checks.share("share", share);
            Checks.between("millis", (double) millis, 0, LONGEST_HANG_MILLIS);
        }

        static FaultShare of(Fault kind) {
            return new FaultShare(kind, 1, null, 0, null);
        }

        long millisOr(long usual) {
            return millis == 0 ? usual : millis;
        }
    }

    /** The ways in which a request breaks. All but the first accept the message. */
    enum Fault {
        @JsonProperty("reset-before")
        RESET_BEFORE,
        @JsonProperty("reset-after")
        RESET_AFTER,
        @JsonProperty("hang-after")
        HANG_AFTER,
        @JsonProperty("5xx-after-accept")
        GATEWAY,
        @JsonProperty("slow")
        SLOW,
        @JsonProperty("malformed")
        MALFORMED
    }

    /** Bodies that no Graph API should send. */
    enum Malformed {
        truncated,
        html,
        types,
        empty,
        redirect,
        huge
    }

    /**
     * Where and how statuses and inbound messages are posted.
     *
     * @param url null for none: nothing is posted
     * @param appSecret signs the bodies
     * @param version version of the payload; below 24 statuses carry a {@code conversation}
     * @param sent time from acceptance to {@code sent}; {@code delivered} and {@code read} are each counted from the
     *     status before
     * @param heldMillis how long a message is held for quality assessment
     * @param readShare share of the delivered messages that are read
     * @param delayMillis how late every update is
     * @param reorderMillis how much later a reordered update is, at most
     * @param batch the most updates in one POST; the platform's limit is 1,000
     * @param concurrency the most POSTs under way at once
     * @param retryMillis first wait after an answer that is not 200; doubles up to a minute
     */
    record Webhook(
            @Nullable String url,
            String appSecret,
            int version,
            Distribution sent,
            Distribution delivered,
            Distribution read,
            long heldMillis,
            double readShare,
            double duplicateShare,
            double reorderShare,
            long delayMillis,
            long reorderMillis,
            int batch,
            int concurrency,
            long retryMillis) {
        Webhook {
            Checks.demand(url == null || http(url), "url must be absolute http or https");
            Checks.share("readShare", readShare);
            Checks.share("duplicateShare", duplicateShare);
            Checks.share("reorderShare", reorderShare);
            Checks.demand(batch >= 1 && batch <= 1_000, "batch must be between 1 and 1000");
            Checks.demand(concurrency >= 1 && concurrency <= 256, "concurrency must be between 1 and 256");
            Checks.between("version", version, 1, 99);
            Checks.demand(appSecret.length() <= 512, "appSecret is longer than 512");
            Checks.millis("heldMillis", (double) heldMillis);
            Checks.millis("delayMillis", (double) delayMillis);
            Checks.millis("reorderMillis", (double) reorderMillis);
            Checks.millis("retryMillis", (double) retryMillis);
            Checks.atLeast("retryMillis", (double) retryMillis, 1);
        }

        private static boolean http(String url) {
            try {
                URI uri = URI.create(url);
                return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "Webhook[" + url + "]";
        }
    }
}
