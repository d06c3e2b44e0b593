package io.estafet.inbound;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Proof that WhatsApp sent a payload. Comparisons take the same time wherever the difference is. */
@Singleton
final class Signatures {

    private static final String PREFIX = "sha256=";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int DIGEST_BYTES = 32;

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

    /** The check of a payload with this header; empty when the header is no signature or no secret is configured. */
    Optional<SignatureCheck> check(@Nullable String header) {
        return keys.isEmpty() ? Optional.empty() : given(header).map(digest -> new SignatureCheck(digest, macs()));
    }

    private List<Mac> macs() {
        return keys.stream().map(Signatures::mac).toList();
    }

    /** True when the token is the configured one; never when none is configured. */
    boolean isVerifyToken(@Nullable String token) {
        return verifyToken != null && token != null && MessageDigest.isEqual(verifyToken, bytes(token));
    }

    private static Optional<byte[]> given(@Nullable String header) {
        if (header == null || !header.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] digest =
                    HexFormat.of().parseHex(header.substring(PREFIX.length()).strip());
            return Optional.of(digest).filter(bytes -> bytes.length == DIGEST_BYTES);
        } catch (IllegalArgumentException noHex) {
            return Optional.empty();
        }
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
