package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives that our own writer would not write. */
final class Hostile {
    private Hostile() {}

    private interface Entries {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    static Path file(Path folder, String name) throws IOException {
        return archive(folder, "1", tar -> {
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setSize(1);
            tar.putArchiveEntry(entry);
            tar.write(1);
            tar.closeArchiveEntry();
        });
    }

    static List<Path> links(Path folder) throws IOException {
        List<Path> archives = new ArrayList<>();
        for (byte kind : List.of(
                TarConstants.LF_SYMLINK,
                TarConstants.LF_LINK,
                TarConstants.LF_CHR,
                TarConstants.LF_BLK,
                TarConstants.LF_FIFO)) {
            archives.add(archive(folder, "1", tar -> {
                TarArchiveEntry entry = new TarArchiveEntry("data/link", kind);
                entry.setLinkName("../../outside");
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }));
        }
        return archives;
    }

    static Path format(Path folder, String format) throws IOException {
        return archive(folder, format, tar -> {});
    }

    private static Path archive(Path folder, String format, Entries entries) throws IOException {
        Path file = Files.createTempFile(folder, "hostile", ".tar.gz");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            byte[] facts = ("format=" + format + "\npostgres=18\n").getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry first = new TarArchiveEntry("backup.properties");
            first.setSize(facts.length);
            tar.putArchiveEntry(first);
            tar.write(facts);
            tar.closeArchiveEntry();
            entries.write(tar);
        }
        return file;
    }
}
