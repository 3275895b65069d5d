package io.quartermaster.protocol;

import java.util.List;
import java.util.Locale;

/** The words by which providers say that a prompt is longer than their model's context. */
public final class ContextLength {

    /** OpenAI and compatible, vLLM, Anthropic, Google, Bedrock, Cohere, in their published error texts; lower case. */
    private static final List<String> EXCEEDED = List.of(
            "context_length_exceeded",
            "maximum context length",
            "prompt is too long",
            "exceed context limit",
            "exceeds the maximum number of tokens",
            "input is too long",
            "too many input tokens",
            "too many tokens:"); // without a colon, Bedrock says so of its rate limits

    private ContextLength() {}

    public static boolean isExceeded(String error) {
        String lower = error.toLowerCase(Locale.ROOT);
        return EXCEEDED.stream().anyMatch(lower::contains);
    }
}
