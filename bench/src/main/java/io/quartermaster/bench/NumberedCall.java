package io.quartermaster.bench;

import java.util.SplittableRandom;

/**
 * One of very many calls, which can be told by its tokens: no two have the same number of input and output tokens. Everything about it
 * follows from its number.
 */
record NumberedCall(int number) {

    static final int MAX_TOKENS = 256;
    static final int FRAMES = 8;
    private static final String WORDS = "What would a gateway have to know of this call, and what not? ".repeat(30);

    int inputTokens() {
        return 1 + number / MAX_TOKENS;
    }

    int outputTokens() {
        return 1 + number % MAX_TOKENS;
    }

    static NumberedCall of(long inputTokens, long outputTokens) {
        return new NumberedCall((int) ((inputTokens - 1) * MAX_TOKENS + outputTokens - 1));
    }

    boolean streamed() {
        return number % 2 == 0;
    }

    /** Of its own for each purpose, the same in every run. */
    SplittableRandom random(int purpose) {
        return new SplittableRandom(number * 31L + purpose);
    }

    String body() {
        return "{\"model\":\"numbered\",\"user\":\"" + number + "\",\"max_tokens\":" + MAX_TOKENS
                + (streamed() ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "")
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + WORDS + "\"}]}";
    }

    static NumberedCall of(String body) {
        int at = body.indexOf("\"user\":\"") + "\"user\":\"".length();
        return new NumberedCall(Integer.parseInt(body.substring(at, body.indexOf('"', at))));
    }

    String completion() {
        return "{\"id\":\"chatcmpl-" + number
                + "\",\"object\":\"chat.completion\",\"created\":1764000000,\"model\":\"numbered\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Here it is.\"},"
                + "\"finish_reason\":\"stop\"}]," + usage() + "}";
    }

    static String frame() {
        return "data: {\"id\":\"chatcmpl-n\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,\"model\":\"numbered\","
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"},\"finish_reason\":null}]}\n\n";
    }

    String end() {
        return "data: {\"id\":\"chatcmpl-n\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,\"model\":\"numbered\","
                + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]," + usage()
                + "}\n\ndata: [DONE]\n\n";
    }

    String usage() {
        return "\"usage\":{\"prompt_tokens\":" + inputTokens() + ",\"completion_tokens\":" + outputTokens()
                + ",\"total_tokens\":" + (inputTokens() + outputTokens()) + "}";
    }
}
