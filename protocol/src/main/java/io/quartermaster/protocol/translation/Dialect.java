package io.quartermaster.protocol.translation;

/** What one side of a call speaks. */
public enum Dialect {
    /** OpenAI's own API, with the fields of its newest models. */
    OPENAI,
    /** Servers that took over the older fields of it, and some of their own. */
    OPENAI_COMPATIBLE,
    /** OpenAI's Responses API, as clients speak it. */
    RESPONSES,
    ANTHROPIC,
    GEMINI,
    /** Its second version. */
    COHERE,
    /** Amazon Bedrock's Converse. */
    BEDROCK;

    /** Whether a call between the two passes as it is. */
    public boolean isUnderstoodBy(Dialect provider) {
        return this == provider || (this == OPENAI && provider == OPENAI_COMPATIBLE);
    }
}
