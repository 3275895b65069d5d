package io.quartermaster.bench;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** nginx as a reverse proxy: it passes bytes on and knows nothing of keys, models or usage. The floor. */
record ReverseProxy(Nginx nginx, Mock mock, int port, Program program) implements Contender, AutoCloseable {

    static ReverseProxy start(Nginx nginx, Mock mock, int port) throws IOException {
        Map<String, String> values = Map.of(
                "PORT", Integer.toString(port),
                "JSON_PORT", Integer.toString(mock.jsonPort()),
                "BURST_PORT", Integer.toString(mock.burstPort()),
                "PACED_PORT", Integer.toString(mock.pacedPort()));
        return new ReverseProxy(nginx, mock, port, nginx.start("proxy", values));
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public Target target(Workload workload) {
        return Target.of(port, "/" + workload.upstream().word() + "/v1/chat/completions", Map.of());
    }

    @Override
    public Optional<ProcessTree> processes() {
        return Optional.of(new ProcessTree(program.pid()));
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public void close() {
        program.close();
    }
}
