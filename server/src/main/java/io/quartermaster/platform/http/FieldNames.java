package io.quartermaster.platform.http;

import java.util.regex.Pattern;

/** Names that callers chose, made fit to be shown: bounded, and without control characters. */
final class FieldNames {

    private static final int MOST_CHARACTERS = 64;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private FieldNames() {}

    static String shown(String name) {
        String printable = UNPRINTABLE.matcher(name).replaceAll("\uFFFD");
        return printable.codePointCount(0, printable.length()) <= MOST_CHARACTERS
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, MOST_CHARACTERS)) + "…";
    }
}
