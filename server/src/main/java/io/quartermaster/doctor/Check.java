package io.quartermaster.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param found what was seen, without anything secret
 * @param wayOut what to do about it; empty for what is right
 */
public record Check(String name, Level level, String found, String wayOut) {

    /** How it stands. */
    public enum Level {
        OK,
        WARNING,
        FAILURE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Check {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("A check is named by words with underscores, not " + name);
        }
        if ((level == Level.OK) != wayOut.isEmpty()) {
            throw new IllegalArgumentException("What is not right has a way out, and what is right has none: " + name);
        }
    }

    public static Check ok(String name, String found) {
        return new Check(name, Level.OK, found, "");
    }

    public static Check warning(String name, String found, String wayOut) {
        return new Check(name, Level.WARNING, found, wayOut);
    }

    public static Check failure(String name, String found, String wayOut) {
        return new Check(name, Level.FAILURE, found, wayOut);
    }
}
