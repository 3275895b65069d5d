package io.quartermaster.postgres.backup;

import io.quartermaster.postgres.EmbeddedPostgresException;
import io.quartermaster.postgres.backup.BackupReader.Unwritable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Puts the files of an archive into a new folder, for nobody but its owner, and onto the disk. */
public final class Unpacking implements BackupReader.Taker {
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    private Unpacking(Path folder) {
        this.folder = folder;
    }

    /** The folder must exist and be of this call alone; after a failure, what is in it is worth nothing. */
    public static BackupReader.Contents unpack(BackupReader reader, Path folder) throws IOException {
        BackupReader.Contents contents = reader.read(new Unpacking(folder));
        try (var tree = Files.walk(folder)) {
            for (Path each : tree.filter(Files::isDirectory).toList()) {
                force(each);
            }
        }
        return contents;
    }

    /** Refuses unless there is room for so much and a little more. */
    public static void requireRoom(Path folder, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        long needed = bytes + bytes / 20 + (64L << 20);
        if (free < needed) {
            throw new EmbeddedPostgresException("The disk of " + folder + " has " + (free >> 20)
                    + " MB left, and the backup needs " + (needed >> 20) + " MB unpacked: make room or choose another"
                    + " disk");
        }
    }

    public static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void folder(String name) throws Unwritable {
        try {
            make(folder.resolve(name));
        } catch (IOException failure) {
            throw new Unwritable(failure);
        }
    }

    @Override
    public void file(String name, InputStream content) throws IOException {
        Path target = folder.resolve(name);
        byte[] buffer = new byte[1 << 16];
        try (FileChannel channel = create(target)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                write(channel, ByteBuffer.wrap(buffer, 0, read));
            }
            force(channel);
        }
    }

    private static FileChannel create(Path target) throws Unwritable {
        try {
            make(Objects.requireNonNull(target.getParent()));
            return FileChannel.open(target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE);
        } catch (IOException failure) {
            throw new Unwritable(failure);
        }
    }

    private static void force(FileChannel channel) throws Unwritable {
        try {
            channel.force(true);
        } catch (IOException failure) {
            throw new Unwritable(failure);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws Unwritable {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failure) {
            throw new Unwritable(failure);
        }
    }

    private static void make(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            make(Objects.requireNonNull(path.getParent()));
            Files.createDirectory(path, FOLDER);
        }
    }
}
