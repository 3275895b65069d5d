package io.quartermaster.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The upstreams of every contender: nginx for what comes at once, a program of ours for what comes slowly. */
record Mock(Program instant, Program paced, int jsonPort, int burstPort, int pacedPort) implements AutoCloseable {

    static Mock start(Nginx nginx, Path sources, Path folder, Ports ports) throws IOException {
        int json = ports.free();
        int burst = ports.free();
        int paced = ports.free();
        Program instant = nginx.start(
                "mock",
                Map.of(
                        "JSON_PORT", Integer.toString(json),
                        "BURST_PORT", Integer.toString(burst),
                        "ANSWER", Answers.completion(),
                        "FRAME", Answers.contentFrame(),
                        "FRAMES", "${frame}".repeat(Answers.FRAMES - 2),
                        "USAGE_FRAME", Answers.usageFrame(),
                        "MESSAGE", Answers.message(),
                        "DELTA", Answers.messageDelta(),
                        "EVENTS", Answers.messageEvents("${delta}")));
        Program slow = Program.start(
                "paced-mock",
                folder,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        sources.resolve("PacedMock.java").toString(),
                        Integer.toString(paced)));
        return new Mock(instant, slow, json, burst, paced);
    }

    URI address(Workload.Upstream upstream) {
        return URI.create("http://127.0.0.1:" + port(upstream));
    }

    int port(Workload.Upstream upstream) {
        return switch (upstream) {
            case JSON -> jsonPort;
            case BURST -> burstPort;
            case PACED -> pacedPort;
        };
    }

    @Override
    public void close() {
        paced.close();
        instant.close();
    }
}
