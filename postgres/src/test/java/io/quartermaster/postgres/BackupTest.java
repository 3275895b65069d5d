package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.postgres.backup.BackupFacts;
import io.quartermaster.postgres.backup.BackupReader;
import io.quartermaster.postgres.backup.BackupWriter;
import io.quartermaster.postgres.backup.LiveCluster;
import io.quartermaster.postgres.backup.Unpacking;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {
    private static final int WRITERS = 4;

    @TempDir
    private Path folder;

    @Test
    void aBackupUnderWritersHasAllThatWasCommittedBeforeAndOnlyWholeTransactions() throws Exception {
        Path archive = folder.resolve("backup.tar.gz");
        long before;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder.resolve("one")))) {
            Fixture.execute(
                    server,
                    "create table pairs (id bigint generated always as identity primary key, writer int, turn int,"
                            + " half int, filling text, unique (writer, turn, half))");
            try (Writers writers = new Writers(server)) {
                Fixture.await(() -> writers.committed.get() > 200);
                before = Long.parseLong(Fixture.query(server, "select count(*) from pairs"));
                back(server, archive, () -> {
                    long now = writers.committed.get();
                    Fixture.await(() -> writers.committed.get() > now + 200); // much happens while files are copied
                });
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");

        try (EmbeddedPostgres restored = EmbeddedPostgres.start(unpacked(archive, folder.resolve("two")))) {
            assertThat(Long.parseLong(Fixture.query(restored, "select count(*) from pairs")))
                    .isGreaterThanOrEqualTo(before + 400);
            assertThat(Fixture.query(
                            restored,
                            "select count(*) from (select from pairs group by writer, turn having count(*) <> 2) torn"))
                    .isEqualTo("0");
            assertThat(Fixture.query(
                            restored,
                            "select count(*) from (select writer from pairs group by writer"
                                    + " having count(distinct turn) <> max(turn) + 1) gaps"))
                    .as("commits of a writer without a gap")
                    .isEqualTo("0");
            Fixture.execute(restored, "create extension amcheck");
            Fixture.execute(
                    restored,
                    "select bt_index_check(indexrelid, true) from pg_index i join pg_class c on c.oid = indexrelid"
                            + " where c.relam = (select oid from pg_am where amname = 'btree')"
                            + " and c.relpersistence = 'p'");
            Fixture.execute(restored, "insert into pairs (writer, turn, half) values (99, 0, 0)");
            assertThat(Fixture.query(restored, "select count(*) from pg_replication_slots"))
                    .isEqualTo("0");
        }
    }

    @Test
    void whatEndsInTheMiddleLeavesNoFileAndNoSlot() throws Exception {
        Path archive = folder.resolve("backup.tar.gz");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder.resolve("one")))) {
            assertThatThrownBy(() -> back(server, archive, () -> {
                        assertThat(slots(server)).isEqualTo("1");
                        throw new IOException("the disk is full");
                    }))
                    .hasMessage("the disk is full");
            Fixture.await(() -> slots(server).equals("0"));
            try (var files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactly("one");
            }
            back(server, archive, () -> {});
            assertThat(new BackupReader(archive).check().files()).isGreaterThan(900);
            assertThatThrownBy(() -> back(server, archive, () -> {}))
                    .hasMessageContaining("There is a file " + archive + " already");
        }
    }

    @Test
    void aKilledBackupLeavesNoFileOfThatNameAndNoSlot() throws Exception {
        Path archive = folder.resolve("backup.tar.gz");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Fixture.prepared(folder.resolve("one")))) {
            Process backup = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath(),
                            EndlessBackupMain.class.getName(),
                            server.jdbcUrl("postgres"),
                            server.superuserPassword(),
                            folder.resolve("one/cluster").toString(),
                            archive.toString())
                    .inheritIO()
                    .start();
            Fixture.await(() -> slots(server).equals("1"));
            backup.destroyForcibly().waitFor();
            Fixture.await(() -> slots(server).equals("0"));
            assertThat(archive).doesNotExist();
        }
    }

    @Test
    void everyDamageIsFound() throws Exception {
        Path archive = small(folder.resolve("small.tar.gz"));
        byte[] whole = Files.readAllBytes(archive);
        assertThat(new BackupReader(archive).check().files()).isEqualTo(3);
        byte[] content = unzipped(whole);
        int unnoticed = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            if (passes(damaged)) {
                unnoticed++;
                assertThat(unzipped(damaged))
                        .as("a flip at " + at + " that says the same")
                        .isEqualTo(content);
            }
        }
        assertThat(unnoticed).isLessThan(whole.length / 10);
        for (int length = 0; length < whole.length - 8; length++) {
            assertThat(passes(Arrays.copyOf(whole, length)))
                    .as("cut to " + length)
                    .isFalse();
        }
    }

    @Test
    void anArchiveThatLeavesItsFolderIsRefused() throws Exception {
        for (String name : List.of("../outside", "a/../../outside", "/outside", "a//b", "./a", "a/..", "a\\..\\b")) {
            Path archive = Hostile.file(folder, "data/" + name);
            assertThatThrownBy(() -> new BackupReader(archive).check())
                    .as(name)
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("no backup has");
        }
        for (Path archive : Hostile.links(folder)) {
            assertThatThrownBy(() ->
                            Unpacking.unpack(new BackupReader(archive), Files.createTempDirectory(folder, "target")))
                    .hasMessageContaining("a link or a device");
        }
        assertThat(folder.resolve("outside")).doesNotExist();
        assertThat(folder.resolveSibling("outside")).doesNotExist();
    }

    @Test
    void aBackupOfALaterFormatIsRefusedInWords() throws Exception {
        Path archive = Hostile.format(folder, "2");
        assertThatThrownBy(() -> new BackupReader(archive).facts())
                .hasMessageContaining("the format 2 and this release reads format 1");
    }

    /** What this class was loaded from, whoever runs the tests. */
    private static String classPath() {
        return BackupTest.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return content.readAllBytes();
        }
    }

    private boolean passes(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("damaged"), bytes);
        try {
            new BackupReader(file).check();
            return true;
        } catch (EmbeddedPostgresException refused) {
            assertThat(refused).hasMessageStartingWith("The backup ");
            return false;
        }
    }

    static Path small(Path archive) throws IOException {
        try (BackupWriter writer = BackupWriter.create(archive, BackupFacts.of("18", Map.of("release", "test")))) {
            writer.folder("empty");
            writer.content("a", new byte[] {1, 2, 3});
            writer.content("b/c", "text".repeat(50).getBytes(StandardCharsets.UTF_8));
            writer.complete();
        }
        return archive;
    }

    private static String slots(EmbeddedPostgres server) {
        try {
            return Fixture.query(server, "select count(*) from pg_replication_slots");
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void back(EmbeddedPostgres server, Path archive, LiveCluster.Beside beside) throws Exception {
        Path cluster = Path.of(Fixture.query(server, "show data_directory"));
        try (Connection superuser = Fixture.connect(server);
                BackupWriter writer = BackupWriter.create(archive, BackupFacts.of("18", Map.of()))) {
            new LiveCluster(cluster, "cluster", writer).copy(superuser, beside);
            writer.file("superuser.password", cluster.resolveSibling("superuser.password"));
            writer.complete();
        }
    }

    private static EmbeddedPostgresOptions unpacked(Path archive, Path target) throws IOException {
        Files.createDirectory(target);
        Unpacking.unpack(new BackupReader(archive), target);
        return Fixture.options(target);
    }

    /** Each commits two rows at a time, and counts. */
    private static final class Writers implements AutoCloseable {
        private final AtomicLong committed = new AtomicLong();
        private final AtomicBoolean stop = new AtomicBoolean();
        private final List<CompletableFuture<Void>> running = new ArrayList<>();

        Writers(EmbeddedPostgres server) {
            for (int each = 0; each < WRITERS; each++) {
                int writer = each;
                running.add(CompletableFuture.runAsync(
                        () -> write(server, writer), task -> Thread.ofPlatform().start(task)));
            }
        }

        private void write(EmbeddedPostgres server, int writer) {
            try (Connection connection = Fixture.connect(server);
                    PreparedStatement insert = connection.prepareStatement(
                            "insert into pairs (writer, turn, half, filling) values (?, ?, ?, repeat('x', 500))")) {
                connection.setAutoCommit(false);
                for (int turn = 0; !stop.get(); turn++) {
                    for (int half = 0; half < 2; half++) {
                        insert.setInt(1, writer);
                        insert.setInt(2, turn);
                        insert.setInt(3, half);
                        insert.executeUpdate();
                    }
                    connection.commit();
                    committed.incrementAndGet();
                }
            } catch (SQLException failure) {
                throw new UncheckedIOException(new IOException(failure));
            }
        }

        @Override
        public void close() {
            stop.set(true);
            running.forEach(CompletableFuture::join);
        }
    }
}
