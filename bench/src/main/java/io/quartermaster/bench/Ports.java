package io.quartermaster.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Free ports of loopback, one after the other; below those that the kernel gives to outgoing connections. */
final class Ports {

    private static final int LAST = 21_899;
    private int next = 21_800;

    int free() {
        while (next <= LAST) {
            int port = next++;
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                next = port + 1;
            }
        }
        throw new IllegalStateException("No port up to " + LAST + " is free: end what listens there");
    }
}
