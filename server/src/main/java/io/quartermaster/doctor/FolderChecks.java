package io.quartermaster.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The data folder: who may read it, how much room it has, and what waits in its spool. */
public final class FolderChecks {

    private static final long TOO_LITTLE_ROOM = 256L << 20;
    private static final long LITTLE_ROOM = 1L << 30;
    private static final long MANY_BYTES = 512L << 20;
    private static final Set<PosixFilePermission> OF_OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private final Path folder;

    public FolderChecks(Path folder) {
        this.folder = folder;
    }

    public List<Check> list() {
        if (!Files.isDirectory(folder)) {
            return List.of(Check.failure(
                    "data_folder",
                    folder + " is not there",
                    "set QM_DATA_DIR to the server's folder, or start it once"));
        }
        List<Check> checks = new ArrayList<>();
        try {
            checks.add(permissions());
            FileStore store = Files.getFileStore(folder);
            checks.add(room(store.getUsableSpace(), store.getTotalSpace()));
            checks.add(spool(folder.resolve("spool")));
            checks.add(refused(folder.resolve("spool")));
        } catch (IOException | UncheckedIOException unreadable) {
            checks.add(Check.failure(
                    "data_folder",
                    "it cannot be read: " + unreadable.getMessage(),
                    "run this as the user that the server runs as"));
        }
        return checks;
    }

    private Check permissions() throws IOException {
        if (Files.exists(folder.resolve(".restoring"))) {
            return Check.failure(
                    "data_folder", folder + " holds a restore that did not come to its end", "run the restore again");
        }
        if (!Files.isWritable(folder)) {
            return Check.failure(
                    "data_folder",
                    folder + " cannot be written by this user",
                    "run this as the user that the server runs as, or give the folder to it");
        }
        List<String> open = new ArrayList<>();
        for (String name : List.of("master.key", "postgres", "postgres/superuser.password", "spool")) {
            Path path = folder.resolve(name);
            if (Files.exists(path)
                    && Files.getPosixFilePermissions(path).stream().anyMatch(OF_OTHERS::contains)) {
                open.add(name);
            }
        }
        return open.isEmpty()
                ? Check.ok("data_folder", folder + ", its secrets for its owner alone")
                : Check.failure(
                        "data_folder",
                        "others may use " + String.join(", ", open) + " in " + folder,
                        "chmod go-rwx on each, and think of who may have read them");
    }

    Check room(long free, long whole) {
        String found = (free >> 20) + " MB left on the disk of " + folder;
        String wayOut = "make room: with less than 64 MB left, new calls are refused (ledger_unavailable)";
        if (free < TOO_LITTLE_ROOM) {
            return Check.failure("disk", found, wayOut);
        }
        return free < LITTLE_ROOM || free < whole / 20 ? Check.warning("disk", found, wayOut) : Check.ok("disk", found);
    }

    private static Check spool(Path spool) throws IOException {
        long segments = 0;
        long bytes = 0;
        long unreadable = 0;
        for (Path each : files(spool)) {
            if (each.toString().endsWith(".unreadable")) {
                unreadable++;
            } else if (each.toString().endsWith(".spool")) {
                segments++;
                bytes += size(each);
            }
        }
        String found = segments + " segments, " + (bytes >> 20) + " MB";
        if (unreadable > 0) {
            return Check.warning(
                    "spool",
                    found + ", and " + unreadable + " that an earlier release could not read",
                    "keep the *.unreadable files, and start the release that wrote them once");
        }
        return bytes > MANY_BYTES
                ? Check.warning(
                        "spool",
                        found + ": the ledger is behind",
                        "look at /health/ready and the log; calls go on until the disk is full")
                : Check.ok("spool", found);
    }

    private static Check refused(Path spool) throws IOException {
        long lines = 0;
        for (String name : List.of("refused.jsonl", "refused.jsonl.replaying")) {
            try (Stream<String> all = Files.lines(spool.resolve(name), StandardCharsets.ISO_8859_1)) {
                lines += all.filter(line -> !line.isBlank()).count();
            } catch (NoSuchFileException none) {
                // as it should be
            }
        }
        return lines == 0
                ? Check.ok("refused_events", "none")
                : Check.warning(
                        "refused_events",
                        lines + " usage events are in no sum",
                        "look at " + spool.resolve("refused.jsonl")
                                + " for the reasons, mend them, then quartermaster usage replay-refused");
    }

    private static List<Path> files(Path spool) throws IOException {
        try (Stream<Path> all = Files.list(spool)) {
            return all.toList();
        } catch (NoSuchFileException neverServed) {
            return List.of();
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException letGo) {
            return 0;
        }
    }
}
