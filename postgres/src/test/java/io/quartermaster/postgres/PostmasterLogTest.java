package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostmasterLogTest {
    @TempDir
    private Path folder;

    private PostmasterLog log;

    @BeforeEach
    void openTheLog() {
        log = new PostmasterLog(folder.resolve("postgres.log"), 100);
    }

    @Test
    void theReasonIsTheLastFatalLineSinceTheStart() throws Exception {
        append("2026-01-01 00:00:00.000 UTC [1] FATAL:  of an earlier start\n");
        long start = log.end();
        append("2026-01-01 00:00:00.000 UTC [2] LOG:  hello\n");
        append("2026-01-01 00:00:00.000 UTC [2] FATAL:  no such luck\n");
        append("2026-01-01 00:00:00.000 UTC [2] LOG:  bye\n");
        assertThat(log.reasonSince(start)).isEqualTo("no such luck");
    }

    @Test
    void aFullDiskIsCalledThat() throws Exception {
        append("2026-01-01 00:00:00.000 UTC [2] FATAL:  could not write lock file: No space left on device\n");
        assertThat(log.reasonSince(0)).isEqualTo("the disk is full");
    }

    @Test
    void withoutAFatalLineTheReasonIsTheLastOne() throws Exception {
        assertThat(log.reasonSince(0)).isEqualTo("it said nothing");
        append("setsid: failed to execute\n\n");
        assertThat(log.reasonSince(0)).isEqualTo("setsid: failed to execute");
    }

    @Test
    void aLongLogIsCutInPlaceAndItsWriterGoesOn() throws Exception {
        Path older = folder.resolve("postgres.log.1");
        try (OutputStream writer =
                Files.newOutputStream(log.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write("x".repeat(100).getBytes(StandardCharsets.UTF_8));
            log.shrink();
            assertThat(older).doesNotExist();
            writer.write("y".getBytes(StandardCharsets.UTF_8));
            log.shrink();
            writer.write("z".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(log.file()).hasContent("z");
        assertThat(Files.readString(older)).isEqualTo("x".repeat(100) + "y");
    }

    private void append(String text) throws Exception {
        Files.writeString(log.file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
