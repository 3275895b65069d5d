package io.quartermaster.postgres.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.postgres.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupWriterTest {
    private static final BackupFacts FACTS = BackupFacts.of("18", Map.of());

    @TempDir
    private Path folder;

    @Test
    void aDiskThatGetsFullIsLeftAloneAndNothingStaysBehind() {
        Path target = folder.resolve("backup.tar.gz");
        assertThatThrownBy(() -> BackupWriter.create(target, FACTS, Long.MAX_VALUE))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("make room or write to another disk");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatIsListedTwiceIsInItOnce() throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "content");
        Path target = folder.resolve("backup.tar.gz");
        try (BackupWriter writer = BackupWriter.create(target, FACTS)) {
            assertThat(writer.file("one", source)).isTrue();
            assertThat(writer.file("one", source)).isTrue();
            assertThatThrownBy(() -> writer.content("one", new byte[1])).isInstanceOf(IllegalStateException.class);
            writer.complete();
        }
        assertThat(new BackupReader(target).check().files())
                .as("it and the facts")
                .isEqualTo(2);
    }
}
