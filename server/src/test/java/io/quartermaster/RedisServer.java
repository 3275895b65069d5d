package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.ReservedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's {@code redis-server} on a free port of loopback, which keeps nothing. */
public final class RedisServer implements AutoCloseable {

    private static final Path REDIS = Path.of("/usr/bin/redis-server");

    private final ReservedPort port; // it is killed and started again on the same one
    private Process process;

    private RedisServer(ReservedPort port) throws IOException {
        this.port = port;
        this.process = run();
    }

    public static RedisServer start() {
        assertThat(Files.isExecutable(REDIS)).as("apt-get install redis-server").isTrue();
        try {
            return new RedisServer(new ReservedPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port.port();
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void startAgain() throws IOException {
        process = run();
    }

    private Process run() throws IOException {
        return new ProcessBuilder(
                        REDIS.toString(), "--port", Integer.toString(port.port()), "--bind", "127.0.0.1", "--save", "")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        port.close();
    }
}
