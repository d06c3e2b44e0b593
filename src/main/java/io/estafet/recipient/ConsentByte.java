package io.estafet.recipient;

import io.estafet.message.Category;

/**
 * What one person agreed to, in one byte: two bits each for marketing (bits 0-1), utility (2-3) and authentication
 * (4-5), and bit 6 for a stop of marketing that was given to WhatsApp itself and ends only by WhatsApp's resume.
 * Service needs no opt-in and has no bits. The admission script reads the same layout.
 */
public record ConsentByte(int value) {

    public static final ConsentByte NOTHING_KNOWN = new ConsentByte(0);

    private static final int STATUS_MASK = 0b11;
    private static final int WHATSAPP_STOP = 1 << 6;

    public ConsentByte {
        if (value < 0 || value > 0x7f) {
            throw new IllegalArgumentException("not a consent byte: " + value);
        }
    }

    public ConsentByte with(Category category, ConsentStatus status) {
        int shift = shift(category);
        return new ConsentByte((value & ~(STATUS_MASK << shift)) | (status.code() << shift));
    }

    public ConsentByte withWhatsAppStop(boolean stopped) {
        return new ConsentByte(stopped ? value | WHATSAPP_STOP : value & ~WHATSAPP_STOP);
    }

    public boolean whatsAppStop() {
        return (value & WHATSAPP_STOP) != 0;
    }

    /** The status that holds for the category, the stop given to WhatsApp included. */
    public ConsentStatus status(Category category) {
        if (category == Category.SERVICE) {
            return ConsentStatus.OPTED_IN;
        }
        if (category == Category.MARKETING && whatsAppStop()) {
            return ConsentStatus.OPTED_OUT;
        }
        return ConsentStatus.values()[(value >> shift(category)) & STATUS_MASK];
    }

    private static int shift(Category category) {
        return switch (category) {
            case MARKETING -> 0;
            case UTILITY -> 2;
            case AUTHENTICATION -> 4;
            case SERVICE -> throw new IllegalArgumentException("service needs no consent");
        };
    }
}
