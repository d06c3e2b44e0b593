package io.estafet.inbound;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Proof that WhatsApp sent it. Signatures are taken over the raw bytes: Graph signs the escaped form of the JSON, which
 * no parser gives back. Comparisons take the same time wherever the difference is.
 */
@Singleton
final class Signatures {

    private static final String PREFIX = "sha256=";
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;
    private final byte @Nullable [] verifyToken;

    Signatures(InboundConfig config) {
        this.keys = config.appSecrets().orElse(List.of()).stream()
                .filter(secret -> !secret.isBlank())
                .map(secret -> new SecretKeySpec(bytes(secret.strip()), ALGORITHM))
                .toList();
        this.verifyToken = config.verifyToken()
                .filter(token -> !token.isBlank())
                .map(Signatures::bytes)
                .orElse(null);
    }

    /** True when any of the secrets signed these bytes; never without a secret. */
    boolean isSigned(byte[] body, @Nullable String header) {
        byte[] given = given(header);
        boolean signed = false;
        for (SecretKeySpec key : keys) {
            signed |= MessageDigest.isEqual(sign(key, body), given);
        }
        return signed;
    }

    /** True when it is the configured word; never without one. */
    boolean isVerifyToken(@Nullable String token) {
        return verifyToken != null && token != null && MessageDigest.isEqual(verifyToken, bytes(token));
    }

    private static byte[] given(@Nullable String header) {
        try {
            return header != null && header.startsWith(PREFIX)
                    ? HexFormat.of().parseHex(header.substring(PREFIX.length()).strip())
                    : new byte[0];
        } catch (IllegalArgumentException noHex) {
            return new byte[0];
        }
    }

    private static byte[] sign(SecretKeySpec key, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
