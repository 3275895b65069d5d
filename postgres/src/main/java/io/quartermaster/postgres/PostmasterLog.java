package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's own log file, of which one older part is kept. */
record PostmasterLog(Path file, long maxBytes) {
    private static final Logger logger = LoggerFactory.getLogger(PostmasterLog.class);
    private static final int TAIL = 16 * 1024;

    /** Where the file ends now, to read later what was written since. */
    long end() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Copies and empties the file in place, for the server keeps it open for appending. */
    void shrink() throws IOException {
        if (end() > maxBytes) {
            Files.copy(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    void shrinkOrWarn() {
        try {
            shrink();
        } catch (IOException e) {
            logger.warn("PostgreSQL's log {} could not be shortened: {}", file, Failures.reason(e));
        }
    }

    /** Why the server that wrote since then gave up. */
    String reasonSince(long start) throws IOException {
        return Failures.reason(tailSince(start));
    }

    private String tailSince(long start) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long from = Math.max(Math.min(start, channel.size()), channel.size() - TAIL);
            channel.position(from);
            return new String(Channels.newInputStream(channel).readNBytes(TAIL), StandardCharsets.UTF_8);
        }
    }
}
