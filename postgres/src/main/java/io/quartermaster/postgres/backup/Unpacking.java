package io.quartermaster.postgres.backup;

import io.quartermaster.postgres.EmbeddedPostgresException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
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
    public void folder(String name) throws IOException {
        make(folder.resolve(name));
    }

    @Override
    public void file(String name, InputStream content) throws IOException {
        Path target = folder.resolve(name);
        make(Objects.requireNonNull(target.getParent()));
        try (FileChannel channel = FileChannel.open(
                        target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE);
                OutputStream out = Channels.newOutputStream(channel)) {
            content.transferTo(out);
            channel.force(true);
        }
    }

    private static void make(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            make(Objects.requireNonNull(path.getParent()));
            Files.createDirectory(path, FOLDER);
        }
    }
}
