package io.quartermaster.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. */
public final class HostName {

    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");
    private static final String UNKNOWN = "unknown";

    private HostName() {}

    /** From the kernel where it tells, since Java asks name servers, which may take its time. */
    public static String read() {
        try {
            String name = Files.readString(LINUX).strip();
            return name.isEmpty() ? UNKNOWN : name;
        } catch (IOException elsewhere) {
            return ask();
        }
    }

    private static String ask() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return UNKNOWN;
        }
    }
}
