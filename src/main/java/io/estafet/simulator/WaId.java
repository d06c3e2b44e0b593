package io.estafet.simulator;

/** Turns a written number into WhatsApp's canonical id, with the platform's quirks for Brazil and Mexico. */
final class WaId {
    private WaId() {}

    static String of(String written) {
        StringBuilder digits = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            boolean filler = c == ' ' || c == '-' || c == '(' || c == ')' || (c == '+' && i == 0);
            if (!filler) {
                digits.append(c);
            }
        }
        String id = digits.toString();
        if (id.length() == 12 && id.startsWith("52")) {
            return "521" + id.substring(2);
        }
        boolean brazilianMobile = id.length() == 13 && id.startsWith("55") && id.charAt(4) == '9';
        if (brazilianMobile && id.substring(2, 4).compareTo("28") > 0) {
            return id.substring(0, 4) + id.substring(5);
        }
        return id;
    }

    static boolean valid(String id) {
        return id.length() >= 7 && id.length() <= 15 && id.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
