package io.quartermaster.schema;

/** Says in one sentence for an operator why the schema cannot be used or changed, and the way out. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaException(String sentence) {
        super(sentence);
    }

    public SchemaException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
