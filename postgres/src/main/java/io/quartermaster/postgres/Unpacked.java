package io.quartermaster.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An unpacked folder with the list of its contents, which is written last and so marks it as complete. */
final class Unpacked {
    private static final String CONTENTS = "contents";
    private static final String LINK = "link";

    private Unpacked() {}

    static void extract(InputStream tar, Path folder) throws IOException {
        List<String> contents = new ArrayList<>();
        TarArchiveInputStream entries = new TarArchiveInputStream(tar);
        for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("The archive of PostgreSQL's programs leaves its folder");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            String name = folder.relativize(target).toString();
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                contents.add(LINK + " 0 " + name);
            } else {
                CheckedInputStream content = new CheckedInputStream(entries, new CRC32());
                Files.copy(content, target);
                boolean executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                contents.add(Long.toHexString(content.getChecksum().getValue()) + " " + entry.getSize() + " " + name);
            }
        }
        Files.write(folder.resolve(CONTENTS), contents);
    }

    /** Whether every file is there with the content it was unpacked with. */
    static boolean intact(Path folder) throws IOException {
        Path list = folder.resolve(CONTENTS);
        if (!Files.isRegularFile(list) || !new Binaries(folder).complete()) {
            return false;
        }
        for (String line : Files.readAllLines(list)) {
            String[] columns = line.split(" ", 3);
            if (columns.length != 3 || !matches(folder.resolve(columns[2]), columns[0], columns[1])) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Path file, String checksum, String size) throws IOException {
        if (checksum.equals(LINK)) {
            return Files.isSymbolicLink(file);
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() != Long.parseLong(size)) {
                return false;
            }
            MappedByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            CRC32 actual = new CRC32();
            actual.update(content);
            return Long.toHexString(actual.getValue()).equals(checksum);
        }
    }
}
