package io.quartermaster.schema.drift;

import java.util.Locale;

/** How bad a difference is, worst first. */
public enum Severity {
    /** The server must not run: it could lose, mix up or refuse what it should keep. */
    BLOCKING,
    /** The server runs, and somebody should look. */
    WARNING,
    /** Nothing is wrong; something could be better. */
    ADVICE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
