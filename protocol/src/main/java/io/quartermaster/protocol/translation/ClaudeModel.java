package io.quartermaster.protocol.translation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of an Anthropic model tells of what its requests may say; the API refuses the rest (see the "Migration guide" and
 * "Adaptive thinking" of Anthropic's documentation). A name that tells nothing is taken for a model of generation 4.
 *
 * @param generation major and minor version as one number: 4.5 is 405
 */
record ClaudeModel(int generation) {

    /** {@code claude-3-5-haiku-20241022} and {@code claude-opus-4-8}; a date is no version. */
    private static final Pattern NAME = Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?:-(\\d{1,2}))?(?:-.*|$)");

    static ClaudeModel named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return new ClaudeModel(400);
        }
        int minor = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return new ClaudeModel(100 * Integer.parseInt(matcher.group(1)) + minor);
    }

    /** For requests that set no bound, which OpenAI takes for "as long as it needs" and Anthropic refuses: no model's maximum is lower. */
    int usualTokens() {
        return generation >= 400 ? 32_000 : generation >= 305 ? 8_192 : 4_096;
    }

    /** Whether it is told an effort and thinks as long as it sees fit; others are told how many tokens they may think. */
    boolean thinksAdaptively() {
        return generation >= 406;
    }

    boolean knowsHighestEffort() {
        return generation >= 407;
    }

    /** Whether it refuses temperature, top_p and top_k. */
    boolean refusesSampling() {
        return generation >= 407;
    }

    /** Whether it refuses temperature and top_p together. */
    boolean takesOneOfTemperatureAndTopP() {
        return generation >= 401;
    }
}
