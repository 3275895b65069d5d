package io.quartermaster.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An unpacked folder with the list of its contents, which is written last and so marks it as complete. */
final class Unpacked {
    private static final String CONTENTS = "contents";
    private static final String LINK = "link";

    // Whatever our umask is, since a server that leaves root reads them as another user.
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> DATA = PosixFilePermissions.fromString("rw-r--r--");
    private static final int CHECKED_SIZE = 64 * 1024;

    private Unpacked() {}

    static void extract(InputStream tar, Path folder) throws IOException {
        List<String> contents = new ArrayList<>();
        TarArchiveInputStream entries = new TarArchiveInputStream(tar);
        for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("The archive of PostgreSQL's programs leaves its folder");
            }
            createFolder(Objects.requireNonNullElse(target.getParent(), folder));
            String name = folder.relativize(target).toString();
            if (entry.isDirectory()) {
                createFolder(target);
            } else if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                contents.add(LINK + " 0 " + name);
            } else {
                CheckedInputStream content = new CheckedInputStream(entries, new CRC32());
                Files.copy(content, target);
                boolean executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(target, executable ? PROGRAM : DATA);
                contents.add(Long.toHexString(content.getChecksum().getValue()) + " " + entry.getSize() + " " + name);
            }
        }
        Files.setPosixFilePermissions(folder, PROGRAM);
        Files.write(folder.resolve(CONTENTS), contents);
    }

    private static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            createFolder(Objects.requireNonNullElse(folder.getParent(), folder));
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PROGRAM);
        }
    }

    /**
     * Whether every file is there with its size, and the larger ones, which are the programs and libraries, with their content
     * too: that is quick enough for every start, where reading a thousand small files is not.
     */
    static boolean intact(Path folder) throws IOException {
        Path list = folder.resolve(CONTENTS);
        if (!Files.isRegularFile(list) || !new Binaries(folder).complete()) {
            return false;
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(128 * 1024); // read, not mapped: mapped pages count as our memory
        for (String line : Files.readAllLines(list)) {
            String[] columns = line.split(" ", 3);
            if (columns.length != 3 || !matches(folder.resolve(columns[2]), columns[0], columns[1], buffer)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Path file, String checksum, String size, ByteBuffer buffer) throws IOException {
        if (checksum.equals(LINK)) {
            return Files.isSymbolicLink(file);
        }
        try {
            return Files.size(file) == Long.parseLong(size)
                    && (Files.size(file) < CHECKED_SIZE
                            || checksum(file, buffer).equals(checksum));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String checksum(Path file, ByteBuffer buffer) throws IOException {
        CRC32 checksum = new CRC32();
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) >= 0) {
                checksum.update(buffer.flip());
            }
        }
        return Long.toHexString(checksum.getValue());
    }
}
