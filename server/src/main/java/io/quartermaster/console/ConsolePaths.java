package io.quartermaster.console;

import java.util.regex.Pattern;

/** Which paths are the console's to answer. */
final class ConsolePaths {

    /** All but what belongs to the APIs, as a route: one that matched and passed them on would hide which methods they know. */
    static final String NOT_OF_OTHERS = "(?!/(?:api|v1|health|metrics)(?:/|$)).*";

    /** An extension begins with a letter: {@code app.js} is a file, and a model called {@code gpt-4.1} has a page. */
    private static final Pattern FILE = Pattern.compile(".*\\.[A-Za-z][A-Za-z0-9]{0,10}");

    private ConsolePaths() {}

    /** Whether the console may have a page there, which only its own router knows. */
    static boolean looksLikePage(String path) {
        return !FILE.matcher(path.substring(path.lastIndexOf('/') + 1)).matches();
    }
}
