package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrashTest {
    @TempDir
    private Path folder;

    @Test
    void aKilledServerIsStartedAgainOnItsPortWithItsRows() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            Fixture.execute(server, "create table kept as select 42 as answer");
            int port = server.port();
            for (int round = 0; round < 3; round++) {
                long killed = server.pid();
                Fixture.kill(killed);
                Fixture.await(() -> server.running() && server.pid() != killed);
                assertThat(server.port()).isEqualTo(port);
                assertThat(Fixture.query(server, "select answer from kept")).isEqualTo("42");
            }
        }
        assertThat(Fixture.processesOf(folder)).isEmpty();
    }

    @Test
    void aKilledServerIsStartedAgainWhenTheLastOfItsChildrenIsGone() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            long killed = server.pid();
            ProcessHandle child = ProcessHandle.of(killed)
                    .orElseThrow()
                    .children()
                    .findFirst()
                    .orElseThrow();
            Fixture.signal("STOP", child.pid());
            Fixture.kill(killed);
            Fixture.await(() -> logOf(folder).contains("pre-existing shared memory block"));
            assertThat(server.running()).isFalse();
            Fixture.signal("CONT", child.pid());
            Fixture.await(server::running);
            Fixture.await(() -> answers(server));
        }
        assertThat(Fixture.processesOf(folder)).isEmpty();
    }

    private static boolean answers(EmbeddedPostgres server) {
        try {
            return Fixture.query(server, "select 1").equals("1");
        } catch (SQLException e) {
            return false;
        }
    }

    private static String logOf(Path folder) {
        try {
            return Files.readString(folder.resolve("postgres.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void closingWhileADeadServerIsStartedAgainLeavesNothing() throws Exception {
        for (int round = 0; round < 5; round++) {
            // a server that is asked to stop while it recovers may have to be told again, at once
            EmbeddedPostgres server =
                    EmbeddedPostgres.start(Fixture.prepared(folder).withStopTimeout(Duration.ofSeconds(4)));
            Fixture.kill(server.pid());
            server.close();
            assertThat(Fixture.processesOf(folder)).isEmpty();
        }
    }

    @Test
    void theServerOfAKilledJvmIsStoppedAndItsRowsAreServed() throws Exception {
        Fixture.prepared(folder);
        Process jvm = Fixture.serveInAnotherJvm(folder);
        assertThat(Fixture.answer(jvm)).startsWith("ready ");
        long orphan = Fixture.postmasterOf(folder);
        Fixture.kill(jvm.pid());
        assertThat(Fixture.alive(orphan)).isTrue();

        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            assertThat(Fixture.alive(orphan)).isFalse();
            assertThat(server.pid()).isNotEqualTo(orphan);
            assertThat(Fixture.query(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void theServerOfAKilledJvmIsFoundWithoutItsPidFile() throws Exception {
        Fixture.prepared(folder);
        Process jvm = Fixture.serveInAnotherJvm(folder);
        assertThat(Fixture.answer(jvm)).startsWith("ready ");
        long orphan = Fixture.postmasterOf(folder);
        Fixture.kill(jvm.pid());
        Files.writeString(pidFile(), "");

        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            assertThat(Fixture.alive(orphan)).isFalse();
            assertThat(server.running()).isTrue();
        }
    }

    @Test
    void aJvmKilledAtAnyMomentOfItsStartLeavesAFolderThatStarts() throws Exception {
        Fixture.prepared(folder);
        for (int millis : List.of(0, 5, 20, 50)) {
            Process jvm = Fixture.serveInAnotherJvm(folder);
            Fixture.await(() -> Fixture.processesOf(folder.resolve("cluster")).size() > 0);
            LockSupport.parkNanos(millis * 1_000_000L); // the moment is the point here, not a wait for a condition
            Fixture.kill(jvm.pid());
            try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(folder))) {
                assertThat(Fixture.query(server, "select 1")).isEqualTo("1");
            }
            assertThat(Fixture.processesOf(folder)).isEmpty();
        }
    }

    @Test
    void theServerOfAKilledJvmIsFoundThoughItsFolderWasMoved() throws Exception {
        Path before = Files.createDirectory(folder.resolve("before"));
        Fixture.prepared(before);
        Process jvm = Fixture.serveInAnotherJvm(before);
        assertThat(Fixture.answer(jvm)).startsWith("ready ");
        long orphan = Fixture.postmasterOf(before);
        Fixture.kill(jvm.pid());

        Path after = Files.move(before, folder.resolve("after"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(after))) {
            assertThat(Fixture.alive(orphan)).isFalse();
            assertThat(server.running()).isTrue();
        }
    }

    @Test
    void aStartSurvivesTheDeathOfJvmAndServerAtOnce() throws Exception {
        Fixture.prepared(folder);
        Process jvm = Fixture.serveInAnotherJvm(folder);
        assertThat(Fixture.answer(jvm)).startsWith("ready ");
        long orphan = Fixture.postmasterOf(folder);
        Fixture.kill(jvm.pid());
        Fixture.kill(orphan);

        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            assertThat(Fixture.query(server, "select 1")).isEqualTo("1");
        }
        assertThat(Files.readString(folder.resolve("postgres.log"))).contains("automatic recovery in progress");
    }

    @Test
    void aPidFileThatNamesAnotherProgramIsRemovedAndThatProgramLives() throws Exception {
        List<String> lines = pidFileOfAKilledServer();
        Process stranger = Fixture.stranger();
        try {
            lines.set(0, Long.toString(stranger.pid()));
            Files.write(pidFile(), lines);
            try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
                assertThat(server.running()).isTrue();
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aPidFileThatNamesTheServerOfAnotherFolderLeavesThatOneAlone(@TempDir Path other) throws Exception {
        try (EmbeddedPostgres neighbour = EmbeddedPostgres.start(Fixture.prepared(other))) {
            List<String> lines = pidFileOfAKilledServer();
            lines.set(0, Long.toString(neighbour.pid()));
            Files.write(pidFile(), lines);
            long pid = neighbour.pid();
            try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
                assertThat(server.running()).isTrue();
            }
            assertThat(neighbour.pid()).isEqualTo(pid);
            assertThat(neighbour.running()).isTrue();
        }
    }

    @Test
    void pidFilesThatACrashToreAreRemoved() throws Exception {
        EmbeddedPostgres.start(Fixture.prepared(folder)).close();
        for (String torn : List.of("", "\n", "\0\0\0\0")) {
            Files.writeString(pidFile(), torn);
            try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
                assertThat(server.running()).isTrue();
            }
        }
    }

    @Test
    void aLockOfItsSocketThatNamesAnotherProgramDoesNotStopAServer() throws Exception {
        int port = LocalPort.free();
        EmbeddedPostgresOptions options = Fixture.prepared(folder).withPort(port);
        EmbeddedPostgres.start(options).close();
        Process stranger = Fixture.stranger();
        try {
            Files.writeString(
                    folder.resolve("socket").resolve(".s.PGSQL." + port + ".lock"),
                    stranger.pid() + "\n",
                    StandardOpenOption.CREATE);
            try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
                assertThat(server.running()).isTrue();
            }
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void anInterruptedCreationIsBegunAnew() throws Exception {
        Path half = Files.createDirectories(folder.resolve("cluster.new-1"));
        Files.writeString(half.resolve("PG_VERSION"), "18\n");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(folder))) {
            assertThat(server.running()).isTrue();
            assertThat(half).doesNotExist();
        }
    }

    private List<String> pidFileOfAKilledServer() throws Exception {
        Fixture.prepared(folder);
        Process jvm = Fixture.serveInAnotherJvm(folder);
        assertThat(Fixture.answer(jvm)).startsWith("ready ");
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile()));
        Fixture.kill(jvm.pid());
        Fixture.kill(Long.parseLong(lines.getFirst()));
        return lines;
    }

    private Path pidFile() {
        return folder.resolve("cluster").resolve(PostmasterPid.FILE);
    }
}
