package io.quartermaster.platform.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where and how the server listens. {@code port} 0 takes any free one; {@code idle} is the time a connection may rest between requests. */
public record HttpSettings(
        String host, int port, int eventLoops, int mostConnections, Duration idle, Optional<Tls> tls) {

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is 0 to 65535, not " + port);
        }
        if (eventLoops < 1 || mostConnections < eventLoops) {
            throw new IllegalArgumentException("There is at least one event loop, with at least one connection; not "
                    + eventLoops + " and " + mostConnections);
        }
    }

    /** PEM files of the certificate chain and its key. */
    public record Tls(Path certificate, Path key) {}

    public static HttpSettings of(String host, int port) {
        int eventLoops = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16);
        return new HttpSettings(host, port, eventLoops, 16_384, Duration.ofSeconds(75), Optional.empty());
    }

    public HttpSettings withTls(Tls files) {
        return new HttpSettings(host, port, eventLoops, mostConnections, idle, Optional.of(files));
    }

    /** For a port with little to do. */
    public HttpSettings onOneEventLoop() {
        return new HttpSettings(host, port, 1, 64, idle, tls);
    }
}
