package io.quartermaster.usage.spool;

/** An entry is whole, and says what this release does not understand. */
final class UnknownEntry extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownEntry(String sentence) {
        super(sentence);
    }

    UnknownEntry(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
