package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's {@code redis-server} on a free port of loopback, which keeps nothing. */
public final class RedisServer implements AutoCloseable {

    private static final Path REDIS = Path.of("/usr/bin/redis-server");

    private final int port;
    private Process process;

    private RedisServer(int port) throws IOException {
        this.port = port;
        this.process = run();
    }

    public static RedisServer start() {
        assertThat(Files.isExecutable(REDIS)).as("apt-get install redis-server").isTrue();
        try {
            return new RedisServer(freePort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void startAgain() throws IOException {
        process = run();
    }

    private Process run() throws IOException {
        return new ProcessBuilder(
                        REDIS.toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
