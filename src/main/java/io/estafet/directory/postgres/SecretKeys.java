package io.estafet.directory.postgres;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts with AES-256-GCM. A sealed text is: length of the key's name, the name, 12 bytes of nonce,
 * ciphertext and tag. It can be decrypted only for the owner that it was sealed for, so that rows cannot be swapped.
 * Thread-safe.
 */
@Singleton
final class SecretKeys {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> keys = new HashMap<>();
    private final String keyId;
    private final Map<String, SecretKey> hashKeys = new HashMap<>();

    SecretKeys(SecretsConfig config) {
        String current = config.key()
                .orElseThrow(() -> new IllegalStateException(
                        "estafet.secrets.key is not set: 32 random bytes in base64 that encrypt the access tokens"));
        this.keyId = config.keyId();
        config.oldKeys().forEach(this::add);
        add(keyId, current);
    }

    private void add(String id, String base64) {
        byte[] bytes = decoded(id, base64);
        int nameLength = id.getBytes(StandardCharsets.UTF_8).length;
        if (nameLength == 0 || nameLength > Byte.MAX_VALUE || bytes.length != KEY_BYTES) {
            throw new IllegalStateException("estafet.secrets: key " + id + " must have " + KEY_BYTES + " bytes");
        }
        keys.put(id, new SecretKeySpec(bytes, "AES"));
        hashKeys.put(id, new SecretKeySpec(bytes, "HmacSHA256"));
    }

    private static byte[] decoded(String id, String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("estafet.secrets: key " + id + " is not base64", e);
        }
    }

    byte[] seal(String owner, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] name = keyId.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, keyId, nonce, owner).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + name.length + NONCE_BYTES + sealed.length)
                    .put((byte) name.length)
                    .put(name)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /** Decrypts a sealed text. Empty when its key is not known any more, or when it was sealed for another owner. */
    Optional<String> open(String owner, byte[] sealed) {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        byte[] name = new byte[in.get()];
        in.get(name);
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        byte[] text = new byte[in.remaining()];
        in.get(text);
        String id = new String(name, StandardCharsets.UTF_8);
        if (!keys.containsKey(id)) {
            return Optional.empty();
        }
        try {
            byte[] opened = cipher(Cipher.DECRYPT_MODE, id, nonce, owner).doFinal(text);
            return Optional.of(new String(opened, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /**
     * Keyed hashes of an address, under the current key and every earlier one. They identify an erased address without
     * revealing it.
     */
    List<byte[]> hashes(String address) {
        return hashKeys.values().stream().map(key -> hash(key, address)).toList();
    }

    /** The keyed hash under the current key. */
    byte[] hash(String address) {
        return hash(Objects.requireNonNull(hashKeys.get(keyId)), address);
    }

    private static byte[] hash(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private Cipher cipher(int mode, String id, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(id), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
