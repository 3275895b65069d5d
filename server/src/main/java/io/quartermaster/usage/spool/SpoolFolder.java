package io.quartermaster.usage.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of the segments, held by one process: the operating system gives it up when that dies, however it dies. */
final class SpoolFolder implements AutoCloseable {

    // Closing any channel of a file drops the process's lock on it, so a second holder in this JVM must not even open
    // it.
    private static final Set<Path> HELD_IN_THIS_JVM = ConcurrentHashMap.newKeySet();
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})\\.spool");
    private static final int ZEROS = 1 << 20;

    private final SpoolOptions options;
    private final Path folder;
    private final FileChannel lock;
    private final AtomicLong bytes = new AtomicLong();
    private long last;

    private SpoolFolder(SpoolOptions options, Path folder, FileChannel lock) {
        this.options = options;
        this.folder = folder;
        this.lock = lock;
    }

    static SpoolFolder open(SpoolOptions options) {
        try {
            Files.createDirectories(
                    options.folder(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path folder = options.folder().toRealPath();
            if (!HELD_IN_THIS_JVM.add(folder)) {
                throw inUse(folder);
            }
            boolean held = false;
            try {
                FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock();
                if (lock == null) {
                    channel.close();
                    throw inUse(folder);
                }
                held = true;
                return new SpoolFolder(options, folder, channel);
            } finally {
                if (!held) {
                    HELD_IN_THIS_JVM.remove(folder);
                }
            }
        } catch (IOException unusable) {
            throw new SpoolUnavailable(
                    "The usage spool in " + options.folder() + " cannot be opened (" + unusable.getMessage()
                            + "): this user must be able to create and write files there; QM_DATA_DIR says where it is.",
                    unusable);
        }
    }

    private static SpoolUnavailable inUse(Path folder) {
        return new SpoolUnavailable("The usage spool in " + folder
                + " is in use by another running server: stop that one, or give this one a QM_DATA_DIR of its own.");
    }

    /** What an earlier process left, oldest first. */
    List<Path> found() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> segments = files.filter(file -> number(file) >= 0)
                    .sorted((one, other) -> Long.compare(number(one), number(other)))
                    .toList();
            for (Path segment : segments) {
                last = Math.max(last, number(segment));
                bytes.addAndGet(Files.size(segment));
            }
            return segments;
        } catch (IOException unreadable) {
            throw new SpoolUnavailable("The usage spool in " + folder + " cannot be read.", unreadable);
        }
    }

    private static long number(Path file) {
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /**
     * Makes a segment of zeros that are really written: a full disk shows here, as an exception, and not later in a mapping, as a fault
     * that no code can answer. (Where files are copied on write, as on btrfs, it may still show there.)
     */
    Segment create() throws IOException {
        if (options.freeSpace().applyAsLong(folder) - options.segmentBytes() < options.keepFree()) {
            throw new IOException("Less than " + (options.keepFree() >> 20) + " MB would be left on the disk");
        }
        Path file = folder.resolve(String.format(java.util.Locale.ROOT, "%018d.spool", ++last));
        boolean made = false;
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS, options.segmentBytes()));
            for (int left = options.segmentBytes(); left > 0; ) {
                zeros.clear().limit(Math.min(left, zeros.capacity()));
                left -= channel.write(zeros);
            }
            Segment segment = Segment.create(file, channel, last);
            made = true;
            bytes.addAndGet(options.segmentBytes());
            return segment;
        } finally {
            if (!made) {
                Files.deleteIfExists(file);
            }
        }
    }

    void delete(Path segment) {
        try {
            long size = Files.size(segment);
            Files.delete(segment);
            bytes.addAndGet(-size);
        } catch (IOException failure) {
            throw new UncheckedIOException("Deleting " + segment, failure);
        }
    }

    /** Keeps a file that is not to be read again, under another name. */
    Path setAside(Path segment) throws IOException {
        return Files.move(segment, segment.resolveSibling(segment.getFileName() + ".unreadable"));
    }

    Path path() {
        return folder;
    }

    /** That all segments take on the disk. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot release the lock of " + folder, failure);
        } finally {
            HELD_IN_THIS_JVM.remove(folder);
        }
    }
}
