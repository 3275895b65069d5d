package io.quartermaster.tenant;

import io.quartermaster.platform.Sensitive;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** The text of API keys and operator keys: {@code qm_} and 43 letters and digits, 256 bits; kept as a SHA-256 only. */
public final class KeyText {

    private static final String PREFIX = "qm_";
    private static final int LENGTH = 43;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private KeyText() {}

    static Sensitive random(SecureRandom random) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Sensitive(text.toString());
    }

    /** What is stored and looked up. No salt and no stretching: the key is random, and every call needs this. */
    public static byte[] hash(Sensitive key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.reveal().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
