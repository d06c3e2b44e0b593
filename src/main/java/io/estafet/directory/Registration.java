package io.estafet.directory;

/** What became of a registration. */
public enum Registration {
    /** Committed; it did not exist before. */
    CREATED,
    /** Committed; it existed. */
    CHANGED,
    /** It belongs to another tenant, or (a template's account) to nobody; nothing was changed. */
    NOT_FOUND,
    /** The named portfolio is not registered by this tenant. */
    PORTFOLIO_UNKNOWN,
    /** Another number of the same WhatsApp Business Account is in another portfolio. */
    ACCOUNT_ELSEWHERE,
    /** The number would change its portfolio while messages wait for it. */
    MESSAGES_QUEUED,
    /** The number would change its portfolio within 24 h of a request: who was sent to is counted in the old one. */
    SENT_LATELY,
    /** A new number needs an access token. */
    TOKEN_MISSING
}
