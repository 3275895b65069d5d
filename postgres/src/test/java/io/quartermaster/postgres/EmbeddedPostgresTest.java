package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {
    @TempDir
    private Path folder;

    @Test
    void rowsArePresentAfterARestart() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(folder))) {
            Fixture.execute(server, "create table kept as select 42 as answer");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(folder))) {
            assertThat(Fixture.query(server, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void theClusterIsCreatedForSafetyAndPlainText() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(folder))) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(Fixture.query(server, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(Fixture.query(server, "show jit")).isEqualTo("off");
            assertThat(Fixture.commandLine(server.pid())).contains("timezone=UTC"); // the driver sets its own
            assertThat(Fixture.query(server, "show server_encoding")).isEqualTo("UTF8");
            assertThat(
                            Fixture.query(
                                    server,
                                    "select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'template0'"))
                    .isEqualTo("b C.UTF-8");
            assertThat(Fixture.query(server, "select upper('é')")).isEqualTo("É");
        }
    }

    @Test
    void everyWayInAsksForAScramPassword() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(folder))) {
            assertThat(Fixture.query(server, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            assertThat(Fixture.query(server, "select left(rolpassword, 13) from pg_authid where rolcanlogin"))
                    .isEqualTo("SCRAM-SHA-256");
            assertThatThrownBy(() -> DriverManager.getConnection(
                            server.jdbcUrl("postgres"), server.superuser(), "not the password"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void onlyTheLoopbackAddressAnswers() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            assertThat(Fixture.query(server, "show listen_addresses")).isEqualTo("127.0.0.1");
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(address -> assertThatThrownBy(() -> {
                                try (Socket socket = new Socket()) {
                                    socket.connect(new InetSocketAddress(address, server.port()), 1000);
                                }
                            })
                            .as("%s", address)
                            .isInstanceOf(IOException.class));
        }
    }

    @Test
    void onlyTheOwnerReadsThePasswordAndNothingShowsIt() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(folder))) {
            Path file = folder.resolve("superuser.password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file).strip())
                    .isEqualTo(server.superuserPassword())
                    .hasSizeGreaterThanOrEqualTo(32);
            assertThat(SuperuserPassword.read(file).toString()).doesNotContain(server.superuserPassword());
            assertThat(Files.readString(folder.resolve("postgres.log"))).doesNotContain(server.superuserPassword());
            assertThat(Fixture.commandLine(server.pid())).doesNotContain(server.superuserPassword());
        }
    }

    @Test
    void theLogHoldsNeitherFailedStatementsNorTheirRows() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            Fixture.execute(server, "create table named (name text primary key); insert into named values ('hush')");
            assertThatThrownBy(() -> Fixture.execute(server, "insert into named values ('hush')"))
                    .isInstanceOf(SQLException.class);
            assertThat(Files.readString(folder.resolve("postgres.log")))
                    .contains("duplicate key value")
                    .doesNotContain("hush");
        }
    }

    @Test
    void theServerSeesNothingOfOurEnvironment() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            assertThat(System.getenv()).containsKey("HOME");
            assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/environ")))
                    .contains("PATH=")
                    .doesNotContain("HOME=");
        }
    }

    @Test
    void theServerIsInASessionOfItsOwnAndSoOutOfReachOfCtrlC() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            assertThat(session(server.pid()))
                    .isEqualTo(server.pid())
                    .isNotEqualTo(session(ProcessHandle.current().pid()));
        }
    }

    private static long session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5)[3]);
    }

    @Test
    void aFixedPortIsUsedAndChosenSettingsWin() throws Exception {
        int port = LocalPort.free();
        EmbeddedPostgresOptions options =
                Fixture.prepared(folder).withPort(port).withSettings(Map.of("work_mem", "7MB", "fsync", "off"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.jdbcUrl("a b")).isEqualTo("jdbc:postgresql://127.0.0.1:" + port + "/a+b");
            assertThat(Fixture.query(server, "show work_mem")).isEqualTo("7MB");
            assertThat(Fixture.query(server, "show fsync")).isEqualTo("off");
        }
    }

    @Test
    void aRelativeFolderNeedNotBeNormal() throws Exception {
        Path relative = Path.of("./target/../target/relative");
        Folders.delete(relative);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgresOptions.in(relative))) {
            assertThat(Fixture.query(server, "select 1")).isEqualTo("1");
        }
        EmbeddedPostgres.start(EmbeddedPostgresOptions.in(relative)).close();
        Folders.delete(relative);
    }

    @Test
    void aFolderTooDeepForASocketIsServedWithoutOne() throws Exception {
        Path deep = folder.resolve("a".repeat(60)).resolve("b".repeat(60));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(deep))) {
            assertThat(Fixture.query(server, "show unix_socket_directories")).isEmpty();
            assertThat(Files.readString(deep.resolve("postgres.log")))
                    .doesNotContain("too long"); // known before it is tried
        }
    }

    @Test
    void aFolderWithSpacesAndUmlautsHasItsSocketInside() throws Exception {
        Path odd = folder.resolve("Daten für 'alle'");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.options(odd))) {
            assertThat(odd.resolve("socket").resolve(".s.PGSQL." + server.port()))
                    .exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(odd.resolve("socket"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void closingTwiceLeavesNoProcessAndFreesTheFolder() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder));
        assertThat(server.running()).isTrue();
        server.close();
        server.close();
        assertThat(server.running()).isFalse();
        assertThat(Fixture.processesOf(folder)).isEmpty();
        EmbeddedPostgres.start(Fixture.prepared(folder)).close();
    }

    @Test
    void closingDoesNotWaitForAClientThatStays() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder));
        try (Connection connection = Fixture.connect(server);
                Statement statement = connection.createStatement()) {
            Thread query = Thread.ofVirtual().start(() -> {
                try {
                    statement.execute("select pg_sleep(600)");
                } catch (SQLException e) {
                    // that is how it ends
                }
            });
            Fixture.await(() -> active(server).equals("1"));
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            query.join();
        }
        assertThat(Fixture.processesOf(folder)).isEmpty();
    }

    private static String active(EmbeddedPostgres server) {
        try {
            return Fixture.query(
                    server,
                    "select count(*) from pg_stat_activity where query like '%sleep(600)' and state = 'active'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aServerThatDoesNotReactIsStoppedByForce() throws Exception {
        EmbeddedPostgres server =
                EmbeddedPostgres.start(Fixture.prepared(folder).withStopTimeout(Duration.ofMillis(200)));
        long pid = server.pid();
        List<ProcessHandle> children =
                ProcessHandle.of(pid).orElseThrow().children().toList();
        Fixture.signal("STOP", pid);
        server.close();
        assertThat(Fixture.alive(pid)).isFalse();
        Fixture.await(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        try (EmbeddedPostgres recovered = EmbeddedPostgres.start(Fixture.prepared(folder))) {
            assertThat(recovered.running()).isTrue();
        }
    }

    @Test
    void anInterruptedCallerStillStopsTheServer() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder));
        Thread.currentThread().interrupt();
        server.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Fixture.processesOf(folder)).isEmpty();
    }
}
