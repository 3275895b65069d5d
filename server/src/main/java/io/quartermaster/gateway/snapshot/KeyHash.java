package io.quartermaster.gateway.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a key, as a key of maps. */
public record KeyHash(long a, long b, long c, long d) {

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(KeyHash::sha256);

    public static KeyHash of(String key) {
        ByteBuffer hash = ByteBuffer.wrap(DIGEST.get().digest(key.getBytes(StandardCharsets.UTF_8)));
        return new KeyHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(32)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
