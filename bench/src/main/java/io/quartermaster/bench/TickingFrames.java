package io.quartermaster.bench;

/** The stream of {@link TickingMock}: frames of a usual size, each of which says which one it is, when it was due and when it was sent. */
final class TickingFrames {

    static final int FRAMES = 64;
    static final long BETWEEN_MILLIS = 20;
    static final String MARK = "\"content\":\"#";
    static final String DONE = "data: [DONE]";

    private static final String HEAD = "data: {\"id\":\"chatcmpl-BenchBenchBenchBenchBench\",\"created\":1764000000,"
            + "\"model\":\"bench\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{";
    private static final String TAIL = "\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n";

    private TickingFrames() {}

    /** Times are of {@link System#nanoTime}, which all processes of a Linux machine share. */
    static String frame(int number, long due, long sent) {
        return HEAD + MARK + number + " " + due + " " + sent + " " + TAIL;
    }

    static String end() {
        return HEAD.substring(0, HEAD.indexOf("\"delta\"")) + "\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{"
                + "\"prompt_tokens\":40,\"completion_tokens\":" + FRAMES + ",\"total_tokens\":" + (40 + FRAMES)
                + "}}\n\n"
                + DONE + "\n\n";
    }

    /** Which fault a request asks the mock for: the value of its field {@code user}. */
    enum Fault {
        NONE,
        /** 500 instead of a stream. */
        ERROR,
        /** 429 instead of a stream. */
        LIMITED,
        /** The connection ends before an answer. */
        RESET,
        /** The connection ends after a third of the frames. */
        CUT,
        /** Silence after a third of the frames, until the other side leaves. */
        STALL,
        /** A frame that is not JSON. */
        MALFORMED;

        String body(String model) {
            return "{\"model\":\"" + model + "\",\"user\":\"" + name()
                    + "\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":256,\"messages\":["
                    + "{\"role\":\"user\",\"content\":\"" + "Tell me of gateways, and take your time. ".repeat(20)
                    + "\"}]}";
        }

        static Fault of(String body) {
            int at = body.indexOf("\"user\":\"") + "\"user\":\"".length();
            return valueOf(body.substring(at, body.indexOf('"', at)));
        }
    }
}
