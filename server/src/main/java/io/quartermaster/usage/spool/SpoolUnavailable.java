package io.quartermaster.usage.spool;

/** The spool cannot be opened; the message is one sentence for whoever starts the server. */
public final class SpoolUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SpoolUnavailable(String sentence) {
        super(sentence);
    }

    SpoolUnavailable(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
