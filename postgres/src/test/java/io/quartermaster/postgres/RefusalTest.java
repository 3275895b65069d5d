package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RefusalTest {
    @TempDir
    private Path folder;

    @Test
    void aSecondServerOnAFolderIsRefusedInThisJvm() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            assertRefused().hasMessageContaining("in use").hasMessageContaining(folder.toString());
            assertRefused(); // the first refusal has not given the lock away
            assertThat(Fixture.answer(Fixture.serveInAnotherJvm(folder))).contains("in use");
            assertThat(Fixture.query(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aSecondServerOnAFolderIsRefusedFromAnotherJvm() throws Exception {
        Fixture.prepared(folder);
        Process jvm = Fixture.serveInAnotherJvm(folder);
        try {
            assertThat(Fixture.answer(jvm)).startsWith("ready ");
            assertRefused().hasMessageContaining("in use").hasMessageContaining(folder.toString());
        } finally {
            jvm.getOutputStream().close();
            jvm.waitFor();
        }
        assertThat(Fixture.processesOf(folder)).isEmpty();
    }

    @Test
    void aFixedPortThatIsTakenIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            EmbeddedPostgresOptions options = Fixture.prepared(folder).withPort(taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("taken");
        }
        EmbeddedPostgres.start(Fixture.prepared(folder)).close(); // the refusal has given the folder free
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(Fixture.options(file)))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessage("The database folder " + file + " is not a folder");
        assertThatThrownBy(() -> EmbeddedPostgres.start(Fixture.options(file.resolve("below"))))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aClusterOfAnotherMajorVersionIsRefusedAndLeftAsItIs() throws Exception {
        Path version = Files.createDirectories(folder.resolve("cluster")).resolve("PG_VERSION");
        Files.writeString(version, "17\n");
        assertRefused().hasMessageContaining("PostgreSQL 17").hasMessageContaining("PostgreSQL 18");
        assertThat(version).hasContent("17\n");
    }

    @Test
    void aFolderThatIsNoClusterIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("cluster"));
        assertRefused().hasMessageContaining("is not a PostgreSQL database folder");
    }

    @Test
    void aClusterWithoutItsPasswordIsRefused() throws Exception {
        EmbeddedPostgres.start(Fixture.prepared(folder)).close();
        Files.delete(folder.resolve("superuser.password"));
        assertRefused().hasMessageContaining("superuser.password").hasMessageContaining("missing");
    }

    @Test
    void aSettingThatPostgresDoesNotKnowIsNamed() throws Exception {
        EmbeddedPostgresOptions options = Fixture.prepared(folder).withSettings(Map.of("work_memory", "1MB"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("work_memory")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThat(Fixture.processesOf(folder)).isEmpty();
    }

    @Test
    void aServerThatIsNotReadyInTimeIsStoppedAndReported() throws Exception {
        EmbeddedPostgresOptions options = Fixture.prepared(folder).withStopTimeout(Duration.ofSeconds(4));
        EmbeddedPostgres.start(options).close();
        assertThatThrownBy(() -> EmbeddedPostgres.start(options.withStartTimeout(Duration.ofMillis(1))))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("not ready within");
        assertThat(Fixture.processesOf(folder)).isEmpty();
    }

    @Test
    void settingsOfTheSupervisorCannotBeChosen() {
        assertThatThrownBy(() -> Fixture.options(folder).withSettings(Map.of("listen_addresses", "*")))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("listen_addresses");
        assertThatThrownBy(() -> Fixture.options(folder).withPort(70_000))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("70000");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
        return assertThatThrownBy(() -> EmbeddedPostgres.start(Fixture.options(folder)))
                .isInstanceOf(EmbeddedPostgresException.class);
    }
}
