package io.quartermaster.bench.jmh;

import java.util.ArrayList;
import java.util.List;

/** Requests and streams as they look on the wire. */
final class Samples {

    private static final int FRAMES = 50;
    private static final String HEAD =
            "data: {\"id\":\"chatcmpl-BenchBenchBenchBenchBench\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,"
                    + "\"model\":\"bench\",\"system_fingerprint\":\"fp_0123456789\",";

    private Samples() {}

    /** A chat request of so many bytes, the model last, so that nothing may be skipped. */
    static String request(int bytes) {
        String head =
                "{\"temperature\":0.2,\"messages\":[{\"role\":\"system\",\"content\":\"Answer \\\"briefly\\\".\"},"
                        + "{\"role\":\"user\",\"content\":\"";
        String tail = "\"}],\"max_tokens\":256,\"model\":\"gpt-4o\"}";
        return head + "x".repeat(bytes - head.length() - tail.length()) + tail;
    }

    static List<String> stream() {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES - 2; i++) {
            frames.add(HEAD + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" gateway\"},\"logprobs\":null,"
                    + "\"finish_reason\":null}],\"usage\":null}\n\n");
        }
        frames.add(
                HEAD
                        + "\"choices\":[],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":48,\"total_tokens\":168}}\n\n");
        frames.add("data: [DONE]\n\n");
        return frames;
    }
}
