package io.quartermaster.postgres;

/** Says in one sentence, fit to show to the person who started the program, why the embedded PostgreSQL cannot serve. */
public final class EmbeddedPostgresException extends RuntimeException {
    public EmbeddedPostgresException(String sentence) {
        super(sentence);
    }

    public EmbeddedPostgresException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
