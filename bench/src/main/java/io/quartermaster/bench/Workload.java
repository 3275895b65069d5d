package io.quartermaster.bench;

import java.util.List;

/** What is asked of a gateway, and by how many at once. */
enum Workload {
    JSON_1K("JSON 1 KB", Upstream.JSON, 1024),
    JSON_4K("JSON 4 KB", Upstream.JSON, 4096),
    SSE_BURST("SSE burst", Upstream.BURST, 1024),
    SSE_PACED("SSE paced", Upstream.PACED, 1024);

    /** The upstreams, by the name under which each gateway knows them. */
    enum Upstream {
        JSON,
        BURST,
        PACED;

        String word() {
            return switch (this) {
                case JSON -> "json";
                case BURST -> "burst";
                case PACED -> "paced";
            };
        }
    }

    private final String title;
    private final Upstream upstream;
    private final int bodyBytes;

    Workload(String title, Upstream upstream, int bodyBytes) {
        this.title = title;
        this.upstream = upstream;
        this.bodyBytes = bodyBytes;
    }

    String title() {
        return title;
    }

    Upstream upstream() {
        return upstream;
    }

    /** How many connections ask as fast as they are answered; empty for the load that comes at a rate of its own. */
    List<Integer> connections() {
        return upstream == Upstream.PACED ? List.of() : List.of(1, 16, 64);
    }

    boolean streamed() {
        return upstream != Upstream.JSON;
    }

    /** A chat request of exactly the size, as clients write one: several messages, options at the end. */
    String body() {
        String head = "{\"model\":\"bench-" + upstream.word() + "\",\"messages\":["
                + "{\"role\":\"system\",\"content\":\"You answer briefly, and say so when you do not know.\"},"
                + "{\"role\":\"user\",\"content\":\"";
        String tail = "\"}],\"temperature\":0.2,\"max_tokens\":256"
                + (streamed() ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}" : "}");
        StringBuilder body = new StringBuilder(bodyBytes).append(head);
        String words = "A gateway stands between an application and the model it asks. ";
        while (body.length() < bodyBytes - tail.length()) {
            body.append(words, 0, Math.min(words.length(), bodyBytes - tail.length() - body.length()));
        }
        return body.append(tail).toString();
    }
}
