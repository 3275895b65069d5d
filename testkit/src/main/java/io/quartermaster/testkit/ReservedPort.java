package io.quartermaster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A port of loopback that the kernel gives to nobody else until this is closed. Who names it may listen there, in
 * whatever process; while nobody does, connections are refused.
 */
public final class ReservedPort implements AutoCloseable {
    private final Socket holder = new Socket(); // bound, and never listening

    public ReservedPort() {
        try {
            holder.setReuseAddress(true); // a listener that sets it too, as all servers do, may share the port
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

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("releasing a port of loopback", e);
        }
    }
}
