package io.quartermaster.testkit.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** A port of loopback that refuses connections, and that nobody else can take until this is closed. */
public final class ClosedPort implements AutoCloseable {
    private final Socket holder = new Socket(); // bound, and never listening

    public ClosedPort() {
        try {
            holder.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("binding a port of loopback", e);
        }
    }

    public int port() {
        return holder.getLocalPort();
    }

    public URI origin() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public URI baseUrl() {
        return origin().resolve("/v1");
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("releasing a port of loopback", e);
        }
    }
}
