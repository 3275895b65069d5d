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

    private Answers() {}

    static String completion() {
        return "{" + HEAD
                + "\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + "It takes a request, finds out who asks and for which model, and hands it on. ".repeat(3)
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
