package io.estafet.directory;

/** The result of a registration. */
public enum Registration {
    /** Committed; it did not exist before. */
    CREATED,
    /** Committed; it existed. */
    CHANGED,
    /** It is so already, or something newer is known; nothing was changed. */
    UNCHANGED,
    /**
     * It does not exist or belongs to another tenant, or the tenant has no number in the template's account; nothing
     * was changed.
     */
    NOT_FOUND,
    /** The named portfolio is not registered by this tenant. */
    PORTFOLIO_UNKNOWN,
    /** Another number of the same WhatsApp Business Account is in another portfolio. */
    ACCOUNT_ELSEWHERE,
    /** The number would change its portfolio while messages wait for it. */
    MESSAGES_QUEUED,
    /**
     * The number would change its portfolio within 24 h of a request. The people it sent to are counted in the old one.
     */
    SENT_LATELY,
    /** A new number needs an access token. */
    TOKEN_MISSING,
    /** The tenant has as many portfolios as it may have. */
    TOO_MANY_PORTFOLIOS,
    /** The tenant has as many numbers as it may have. */
    TOO_MANY_SENDERS,
    /** The tenant has as many templates as it may have. */
    TOO_MANY_TEMPLATES,
    /** The tenant's templates together would have more bytes of components than they may have. */
    TOO_MANY_TEMPLATE_BYTES,
    /**
     * As many deleted templates of the tenant are remembered as it may have templates; each is forgotten after 7 days.
     */
    TOO_MANY_DELETED_TEMPLATES,
    /** The template's components have more than {@link TemplateDraft#MAX_BYTES} bytes. */
    TEMPLATE_TOO_LARGE;

    /** True when the registry now holds what was asked for, or something newer. */
    public boolean isDone() {
        return this == CREATED || this == CHANGED || this == UNCHANGED;
    }
}
