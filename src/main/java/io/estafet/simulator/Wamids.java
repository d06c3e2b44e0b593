package io.estafet.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Message ids in WhatsApp's form, unique across restarts: a random salt of the run and a count. */
final class Wamids {
    private static final int SALT_BYTES = 8;

    private final String salt;
    private long count;

    Wamids() {
        byte[] bytes = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(bytes);
        salt = HexFormat.of().formatHex(bytes);
    }

    String next() {
        String plain = salt + HexFormat.of().toHexDigits(count++, 10);
        return "wamid.HBgL" + Base64.getEncoder().withoutPadding().encodeToString(plain.getBytes(UTF_8));
    }
}
