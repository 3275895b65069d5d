package io.quartermaster.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A process and all it started, as the kernel accounts for them in /proc. */
record ProcessTree(long root) {

    private static final long MICROS_PER_TICK = 10_000; // USER_HZ is 100 on every Linux that Java runs on

    /** Processor time in microseconds, user and system: of the first process, and of all its descendants, ended ones included. */
    record Cpu(long first, long others) {

        Cpu since(Cpu earlier) {
            return new Cpu(first - earlier.first, others - earlier.others);
        }

        long total() {
            return first + others;
        }
    }

    /** Kilobytes: the most the first process ever held, and what its descendants hold now with shared pages counted once. */
    record Memory(long firstPeak, long others) {}

    Cpu cpu() {
        Ticks first = Ticks.of(root);
        long others = first.ofEndedChildren;
        for (long pid : descendants()) {
            Ticks ticks = Ticks.of(pid);
            others += ticks.own + ticks.ofEndedChildren;
        }
        return new Cpu(first.own * MICROS_PER_TICK, others * MICROS_PER_TICK);
    }

    Memory memory() {
        long others = 0;
        for (long pid : descendants()) {
            others += kilobytes(pid, "smaps_rollup", "Pss:");
        }
        return new Memory(kilobytes(root, "status", "VmHWM:"), others);
    }

    /** What the first process holds now. */
    record Held(long residentKilobytes, long threads, long files) {}

    Held held() {
        String[] files = Path.of("/proc", Long.toString(root), "fd").toFile().list();
        return new Held(
                kilobytes(root, "status", "VmRSS:"),
                kilobytes(root, "status", "Threads:"),
                files == null ? 0 : files.length);
    }

    private List<Long> descendants() {
        return ProcessHandle.of(root).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
    }

    private static long kilobytes(long pid, String file, String field) {
        return read(pid, file)
                .lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /** The text of a file in /proc; empty when the process is gone. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (NoSuchFileException ended) {
            return "";
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw new UncheckedIOException("Reading " + file + " of process " + pid, e);
        }
    }

    private record Ticks(long own, long ofEndedChildren) {

        static Ticks of(long pid) {
            String stat = read(pid, "stat");
            if (stat.isEmpty()) {
                return new Ticks(0, 0);
            }
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1); // from the third field on
            return new Ticks(
                    Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                    Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
        }
    }
}
