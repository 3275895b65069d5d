package io.quartermaster.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The folder of unpacked programs, which any number of data folders and processes may share. */
final class BinariesCache {
    // A file lock keeps other processes out but not other threads of this one.
    private static final ReentrantLock ONE_THREAD = new ReentrantLock();

    private final Path folder;
    private final Consumer<String> progress;

    BinariesCache(Path folder, Consumer<String> progress) {
        this.folder = folder.toAbsolutePath().normalize();
        this.progress = progress;
    }

    Binaries unpacked(BinariesArchive archive) throws IOException {
        Path home = folder.resolve(archive.key());
        if (Unpacked.intact(home)) {
            return new Binaries(home);
        }
        createFolder();
        ONE_THREAD.lock();
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(archive.key() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!Unpacked.intact(home)) { // another process may have done it meanwhile
                unpack(archive, home);
            }
        } finally {
            ONE_THREAD.unlock();
        }
        return new Binaries(home);
    }

    private void unpack(BinariesArchive archive, Path home) throws IOException {
        String partialName = archive.key() + ".partial";
        Folders.deleteChildren(folder, partialName);
        progress.accept((Files.exists(home)
                        ? "Unpacking PostgreSQL again, since its files were damaged, into "
                        : "Unpacking PostgreSQL, once, into ")
                + folder);
        Path partial = Files.createDirectory(folder.resolve(partialName));
        boolean complete = false;
        try (InputStream tar = XzStream.decompress(archive.open())) {
            Unpacked.extract(tar, partial);
            complete = true;
        } finally {
            if (!complete) {
                Folders.delete(partial); // leaves room again on a disk that this filled
            }
        }
        Folders.delete(home);
        Folders.rename(partial, home);
    }

    private void createFolder() throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's programs cannot be unpacked into " + folder + ": it is not a folder", e);
        }
    }
}
