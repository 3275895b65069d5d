package io.quartermaster.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret text that does not print: not in logs, not in errors, not in JSON. */
public final class Sensitive {

    private final String text;

    public Sensitive(String text) {
        this.text = text;
    }

    /** The secret itself; call this only where it leaves for the wire or for encryption. */
    public String reveal() {
        return text;
    }

    /** The last four characters, or fewer of a short secret: never more than a quarter of it. */
    public String lastFour() {
        int shown = Math.min(4, text.length() / 4);
        return text.substring(text.length() - shown);
    }

    public int utf8Length() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sensitive that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return 0; // a hash of a secret is a hint of it
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
