package io.quartermaster.tenant;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a key, as a key of maps. */
public record KeyHash(long a, long b, long c, long d) {

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(KeyHash::sha256);

    public static KeyHash of(String key) {
        return ofSha256(DIGEST.get().digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    /** The hash that these 32 bytes are. */
    public static KeyHash ofSha256(byte[] sha256) {
        ByteBuffer hash = ByteBuffer.wrap(sha256);
        return new KeyHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    public byte[] bytes() {
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
