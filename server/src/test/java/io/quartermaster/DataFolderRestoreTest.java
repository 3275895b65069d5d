package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.SettingsReader;
import io.quartermaster.postgres.backup.BackupFacts;
import io.quartermaster.postgres.backup.BackupWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a backup that is refused late, so that all that was begun must be taken back. */
final class DataFolderRestoreTest {

    @TempDir
    private Path folder;

    private Path data = Path.of("");
    private Path archive = Path.of("");

    @BeforeEach
    void write() throws IOException {
        data = folder.resolve("data");
        archive = folder.resolve("backup.tar.gz");
        try (BackupWriter writer = BackupWriter.create(archive, BackupFacts.of("17", Map.of("release", "old")))) {
            writer.content("postgres/cluster/PG_VERSION", new byte[] {'1', '7'});
            writer.complete();
        }
    }

    @Test
    void whatAServerMadeWhileTheFileWasReadStays() {
        Path cluster = data.resolve("postgres/cluster");
        assertThatThrownBy(() -> restore(step -> make(cluster)))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("is not empty")
                .hasMessageContaining("postgres");
        assertThat(cluster).isDirectory();
        assertThat(data.resolve(DataFolder.RESTORING)).doesNotExist();
    }

    @Test
    void whatWasPutThereAfterARestoreWasKilledStaysAndOnlyWhatItHadMovedGoes() throws IOException {
        make(data.resolve(".restoring/data/postgres"));
        make(data.resolve("spool"));
        Files.writeString(data.resolve(".restoring/moved"), "spool\npostgres\n");
        Path key = Files.writeString(data.resolve("master.key"), "put back");
        assertThatThrownBy(() -> restore(step -> {})).hasMessageContaining("(master.key)");
        assertThat(key).hasContent("put back");
        assertThat(data.resolve(".restoring/moved"))
                .as("the mark of another restore")
                .exists();

        Files.delete(key);
        assertThatThrownBy(() -> restore(step -> {})).hasMessageContaining("is of PostgreSQL 17");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aSecondRestoreAtTheSameTimeIsRefusedAndTakesNothingAway() {
        assertThatThrownBy(() -> restore(step -> {
                    if (step.startsWith("Reading")) {
                        assertThatThrownBy(() -> restore(again -> {})).hasMessageContaining("Another restore");
                        assertThat(data.resolve(DataFolder.RESTORING)).isDirectory();
                    }
                }))
                .hasMessageContaining("is of PostgreSQL 17");
        assertThat(data).doesNotExist();
    }

    @Test
    void aMasterKeyThatIsNotTheOneInUseGoesIntoNoBackup() throws IOException {
        make(data);
        Files.writeString(data.resolve("master.key"), "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=\n");
        Settings given = settings(Map.of("QM_MASTER_KEY", "enl4d3Z1dHNycXBvbm1sa2ppaGdmZWRjYmE5ODc2NTQ="));
        Path file = folder.resolve("another.tar.gz");
        assertThatThrownBy(() -> new DataFolderBackup(given, true).write(file))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("is not the one in use")
                .hasMessageContaining("QM_MASTER_KEY")
                .hasMessageNotContaining("MDEy");
        assertThat(file).doesNotExist();
    }

    private void restore(Consumer<String> progress) {
        new DataFolderRestore(settings(Map.of()), progress).from(archive);
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("QM_DATA_DIR", data.toString());
        return SettingsReader.read(environment, folder.resolve("none.yaml"), List.of());
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
