package io.quartermaster.bench;

import java.util.ArrayList;
import java.util.List;

/** What the upstreams say: a completion of about 600 bytes, and a stream of 50 frames that ends with its usage. */
final class Answers {

    static final int FRAMES = 50;
    private static final String HEAD =
            "\"id\":\"chatcmpl-BenchBenchBenchBenchBench\",\"created\":1764000000,\"model\":\"bench\",\"system_fingerprint\":\"fp_0123456789\",";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":48,\"total_tokens\":168,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":0}}";

    private static final String WORDS =
            "It takes a request, finds out who asks and for which model, and hands it on. ".repeat(3);
    private static final String MESSAGE_HEAD =
            "\"id\":\"msg_01BenchBenchBenchBenchBench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"bench\",";
    private static final String MESSAGE_USAGE =
            "\"usage\":{\"input_tokens\":120,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                    + "\"output_tokens\":48}";

    private static final String BETWEEN_EVENTS = "\\n\\n"; // as nginx's configuration spells it

    private Answers() {}

    static String completion() {
        return "{" + HEAD
                + "\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + WORDS
                + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + USAGE + "}";
    }

    static String contentFrame() {
        return "data: {" + HEAD
                + "\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                + "\" gateway\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}";
    }

    static String usageFrame() {
        return "data: {" + HEAD + "\"object\":\"chat.completion.chunk\",\"choices\":[]," + USAGE + "}";
    }

    /** What Anthropic would say instead of {@link #completion}. */
    static String message() {
        return "{" + MESSAGE_HEAD + "\"content\":[{\"type\":\"text\",\"text\":\"" + WORDS
                + "\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null," + MESSAGE_USAGE + "}";
    }

    /** A stream of as many deltas as {@link #stream} has frames of content; each stands as {@code delta} in it. */
    static String messageEvents(String delta) {
        String start = event(
                "message_start",
                "\"message\":{" + MESSAGE_HEAD + "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                        + MESSAGE_USAGE + "}");
        String end = event(
                "message_delta",
                "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":48}");
        return String.join(
                BETWEEN_EVENTS,
                start,
                event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
                delta.repeat(FRAMES - 2) + event("content_block_stop", "\"index\":0"),
                end,
                event("message_stop", "\"at\":0"));
    }

    static String messageDelta() {
        return event("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" gateway\"}");
    }

    /** As nginx's configuration writes it: with its line end spelled out. */
    private static String event(String type, String fields) {
        return "event: " + type + "\\ndata: {\"type\":\"" + type + "\"," + fields + "}";
    }

    /** The frames of a stream, each with the empty line that ends it. */
    static List<String> stream() {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES - 2; i++) {
            frames.add(contentFrame() + "\n\n");
        }
        frames.add(usageFrame() + "\n\n");
        frames.add("data: [DONE]\n\n");
        return frames;
    }
}
