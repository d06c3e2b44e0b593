package io.estafet.directory;

import io.estafet.message.Reason;
import java.util.Optional;

/** Why a person gets nothing, or no marketing, for a while. */
public enum Suppression {
    /** WhatsApp lets nobody send marketing to the person now (131049). */
    MARKETING(1, 'm'),
    /** The person could not be reached (131026); ends when they write. */
    EVERYTHING(2, 'r');

    private final int code;
    private final char letter;

    Suppression(int code, char letter) {
        this.code = code;
        this.letter = letter;
    }

    /** The code that PostgreSQL stores. */
    public int code() {
        return code;
    }

    /** The letter before the person's id in Redis, where the admission script looks for it. */
    public char letter() {
        return letter;
    }

    public static Suppression ofCode(int code) {
        return code == MARKETING.code ? MARKETING : EVERYTHING;
    }

    /** Empty for a reason that suppresses nobody. */
    public static Optional<Suppression> of(Reason reason) {
        return switch (reason) {
            case MARKETING_LIMITED -> Optional.of(MARKETING);
            case RECIPIENT_SUPPRESSED -> Optional.of(EVERYTHING);
            default -> Optional.empty();
        };
    }
}
