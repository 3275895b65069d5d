package io.quartermaster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What stands in a data folder while it is restored: a lock against a second restore, what is unpacked, and the names of what was
 * moved out of it. Nothing else in the data folder is ever deleted.
 */
final class RestoreMark implements AutoCloseable {

    private final Path data;
    private final Path folder;
    private final Path journal;
    private final List<String> parts;
    private final FileChannel lock;
    private boolean ours;

    private RestoreMark(Path data, List<String> parts, FileChannel lock, boolean ours) {
        this.data = data;
        this.folder = data.resolve(DataFolder.RESTORING);
        this.journal = folder.resolve("moved");
        this.parts = parts;
        this.lock = lock;
        this.ours = ours;
    }

    /** Makes it, or takes over the one of a restore that was killed; refuses beside a restore that is at work. */
    static RestoreMark take(Path data, List<String> parts) throws IOException {
        Path folder = data.resolve(DataFolder.RESTORING);
        boolean made = false;
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            made = true;
        } catch (FileAlreadyExistsException earlier) {
            // Killed or at work: the lock tells, which a process loses when it ends.
        }
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = lock.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            held = false;
        } finally {
            if (!held) {
                lock.close();
            }
        }
        if (!held) {
            throw new CannotStart(
                    "Another restore to " + data + " is at work: wait for it, or choose another QM_DATA_DIR.");
        }
        return new RestoreMark(data, parts, lock, made);
    }

    Path unpacked() {
        return folder.resolve("data");
    }

    /** Refuses what no restore put into the data folder. */
    void requireNothingElse() throws IOException {
        Set<String> others = new TreeSet<>();
        try (Stream<Path> children = Files.list(data)) {
            children.map(child -> child.getFileName().toString())
                    .filter(name -> !name.startsWith(DataFolder.PROBE))
                    .forEach(others::add);
        }
        others.remove(DataFolder.RESTORING);
        others.removeAll(moved());
        if (!others.isEmpty()) {
            throw new CannotStart(
                    "The data folder " + data + " is not empty, and nothing is restored over what is there ("
                            + String.join(", ", others) + "): move that away, and restore again.");
        }
    }

    /** Deletes what a restore that was killed had done; what comes from now on is of this one. */
    void clear() throws IOException {
        for (String part : moved()) {
            delete(data.resolve(part));
        }
        Files.deleteIfExists(journal);
        delete(unpacked());
        ours = true;
    }

    /** Written down before it is done: what is killed in between is known by what still lies here. */
    void move(String part) throws IOException {
        Files.writeString(
                journal, part + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        Files.move(unpacked().resolve(part), data.resolve(part));
    }

    private Set<String> moved() throws IOException {
        Set<String> moved = new HashSet<>();
        if (Files.exists(journal)) {
            for (String name : Files.readAllLines(journal)) {
                if (parts.contains(name) && !Files.exists(unpacked().resolve(name))) {
                    moved.add(name);
                }
            }
        }
        return moved;
    }

    /** Leaves the data folder as it was; the mark of another restore stays as it is. */
    void discard() throws IOException {
        if (ours) {
            clear();
            delete(folder);
        }
    }

    /** In one step, so that it is never half gone. */
    void done() throws IOException {
        Path gone = data.resolve(DataFolder.RESTORING + ".done");
        Files.move(folder, gone);
        delete(gone);
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            } catch (UncheckedIOException failure) {
                throw failure.getCause();
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
