package io.quartermaster.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The release, its Java and what the machine gives to them. */
public final class MachineChecks {

    private static final long FEW_FILES = 4_096;
    private static final long TOO_FEW_FILES = 1_024;

    private MachineChecks() {}

    public static List<Check> list(String release) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok("release", release + " on Java " + Runtime.version()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            checks.add(files(system.getMaxFileDescriptorCount()));
            checks.add(memory(Runtime.getRuntime().maxMemory(), system.getTotalMemorySize()));
        }
        return checks;
    }

    /** Each connection of a client is a file, and each to a provider. */
    static Check files(long limit) {
        String found = limit + " open files allowed";
        String wayOut = "raise it for the server: LimitNOFILE=65536 in its unit, or ulimit -n 65536 before its start";
        if (limit < TOO_FEW_FILES) {
            return Check.failure("open_files", found, wayOut);
        }
        return limit < FEW_FILES ? Check.warning("open_files", found, wayOut) : Check.ok("open_files", found);
    }

    /** What is not the heap's, an embedded database's included, needs room too. */
    static Check memory(long heap, long memory) {
        String found = "heap up to " + (heap >> 20) + " MB of " + (memory >> 20) + " MB";
        String wayOut = "give the machine or container more memory, or the heap less: QUARTERMASTER_JAVA_OPTS=-Xmx"
                + Math.max(128, (memory / 2) >> 20) + "m";
        if (heap > memory) {
            return Check.failure("memory", found, wayOut);
        }
        return heap > memory / 4 * 3 ? Check.warning("memory", found, wayOut) : Check.ok("memory", found);
    }
}
