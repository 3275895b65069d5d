package io.quartermaster.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps a data folder for one server; the operating system gives it up when the JVM dies, however it dies. */
final class DataDirectoryLock implements AutoCloseable {
    // Closing any channel of a file drops the process's lock on it, so a second holder in this JVM must not even open
    // the file.
    private static final Set<Path> HELD_IN_THIS_JVM = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DataDirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static DataDirectoryLock acquire(Path directory) throws IOException {
        if (!HELD_IN_THIS_JVM.add(directory)) {
            throw inUse(directory);
        }
        boolean acquired = false;
        try {
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(directory);
            }
            acquired = true;
            return new DataDirectoryLock(directory, channel);
        } finally {
            if (!acquired) {
                HELD_IN_THIS_JVM.remove(directory);
            }
        }
    }

    private static EmbeddedPostgresException inUse(Path directory) {
        return new EmbeddedPostgresException("The database folder " + directory
                + " is in use by another running server: stop that one or choose another folder");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the lock of " + directory, e);
        } finally {
            HELD_IN_THIS_JVM.remove(directory);
        }
    }
}
