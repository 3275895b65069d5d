package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullDiskTest {
    @TempDir
    private Path folder;

    @AfterEach
    void unmount() throws IOException {
        run("umount", folder.toString());
    }

    @Test
    void theProgramsDoNotFit() throws Exception {
        mountOf("20m");
        assertThatThrownBy(() -> EmbeddedPostgres.start(EmbeddedPostgresOptions.in(folder.resolve("data"))))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(folder.resolve("data") + " could not be started: the disk is full");
    }

    @Test
    void theDatabaseDoesNotFit() throws Exception {
        mountOf("20m");
        Path data = folder.resolve("data");
        assertThatThrownBy(() -> EmbeddedPostgres.start(Fixture.options(data)))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(data.toString())
                .hasMessageEndingWith("the disk is full");
        assertThat(data.resolve("cluster")).doesNotExist();
    }

    @Test
    void theRunningServerFindsNoRoomAnyMore() throws Exception {
        mountOf("80m");
        Path data = folder.resolve("data");
        EmbeddedPostgres.start(Fixture.options(data)).close();
        try (var filler = Files.newOutputStream(folder.resolve("filler"))) {
            byte[] block = new byte[4096];
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        assertThatThrownBy(() -> EmbeddedPostgres.start(Fixture.options(data)))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("the disk is full");
        Files.delete(folder.resolve("filler"));
        EmbeddedPostgres.start(Fixture.options(data)).close();
    }

    private void mountOf(String size) throws IOException {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()),
                "only root can make a small disk");
    }

    private static boolean run(String... command) throws IOException {
        return Program.run(List.of(command), Duration.ofSeconds(10)).succeeded();
    }
}
