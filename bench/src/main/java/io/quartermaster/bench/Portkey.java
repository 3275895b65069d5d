package io.quartermaster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateway of npm, one process; it chooses a provider by header and checks no key. */
record Portkey(Mock mock, int port, Program program) implements Contender, AutoCloseable {

    static Portkey start(Path npm, Path folder, Mock mock, int port) throws IOException {
        Program program = Program.start(
                "portkey",
                folder,
                Map.of("NODE_ENV", "production"),
                List.of(
                        "node",
                        "--import",
                        npm.resolve("copy-stream-headers.mjs").toUri().toString(),
                        npm.resolve("node_modules/@portkey-ai/gateway/build/start-server.js")
                                .toString(),
                        "--port=" + port,
                        "--headless"));
        return new Portkey(mock, port, program);
    }

    @Override
    public String name() {
        return "Portkey";
    }

    @Override
    public Target target(Workload workload) {
        return Target.of(
                port,
                "/v1/chat/completions",
                Map.of(
                        "x-portkey-provider", "openai",
                        "x-portkey-custom-host", "http://127.0.0.1:" + mock.port(workload.upstream()) + "/v1",
                        "Authorization", "Bearer none"));
    }

    @Override
    public Optional<ProcessTree> processes() {
        return Optional.of(new ProcessTree(program.pid()));
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public void close() {
        program.close();
    }
}
