package io.estafet.sender;

/** How WhatsApp says that a number is doing. */
public record Health(Quality quality, Status status) {

    /** Nobody ever told. */
    public static final Health UNKNOWN = new Health(Quality.UNKNOWN, Status.UNKNOWN);

    /** WhatsApp's quality rating, as far as its webhooks tell it. */
    public enum Quality {
        GREEN,
        YELLOW,
        RED,
        UNKNOWN
    }

    /** Whether the number may send. */
    public enum Status {
        CONNECTED,
        /** Its quality is low; it still sends. */
        FLAGGED,
        /** Its account may not begin conversations now. */
        RESTRICTED,
        /** Its account is disabled, deleted or gone to another partner. */
        DISABLED,
        UNKNOWN
    }
}
