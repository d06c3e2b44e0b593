package io.estafet.sender;

/** A number's health as WhatsApp reports it. */
public record Health(Quality quality, Status status) {

    /** Nothing was reported yet. */
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
        /** The number's quality is low; it may still send. */
        FLAGGED,
        /** The number's account may not begin conversations now. */
        RESTRICTED,
        /** The number's account is disabled, deleted or has moved to another partner. */
        DISABLED,
        UNKNOWN
    }
}
