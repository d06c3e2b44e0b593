package io.estafet.template;

import java.util.Optional;

/** WhatsApp's status of a template, as far as it decides whether a message may be sent. */
public enum TemplateStatus {
    /** May be sent. */
    APPROVED('A'),
    /** In review, or an appeal is in review: messages wait. */
    PENDING('W'),
    /** Paused for quality: messages wait. */
    PAUSED('P'),
    /** Refused in review, or deleted: messages are rejected. */
    REJECTED('R'),
    /** Disabled for good: messages are rejected. */
    DISABLED('D');

    private final char code;

    TemplateStatus(char code) {
        this.code = code;
    }

    /** One letter, as the admission script reads it. */
    public char code() {
        return code;
    }

    /** WhatsApp's word for a status; empty for a word that we do not know. */
    public static Optional<TemplateStatus> ofWord(String word) {
        return switch (word) {
            case "APPROVED", "FLAGGED", "REINSTATED", "UNARCHIVED" -> Optional.of(APPROVED);
            case "PENDING", "IN_APPEAL" -> Optional.of(PENDING);
            case "PAUSED", "LIMIT_EXCEEDED", "LOCKED" -> Optional.of(PAUSED);
            case "REJECTED", "DELETED", "PENDING_DELETION", "ARCHIVED" -> Optional.of(REJECTED);
            case "DISABLED" -> Optional.of(DISABLED);
            default -> Optional.empty();
        };
    }
}
