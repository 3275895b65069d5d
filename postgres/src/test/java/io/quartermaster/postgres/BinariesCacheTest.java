package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;

final class BinariesCacheTest {
    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();

    @Test
    void theProgramsAreUnpackedOnceAndRun() throws Exception {
        Binaries binaries = unpack();
        assertThat(progress).hasSize(1);
        assertThat(Program.run(List.of(binaries.postgres(), "--version"), Duration.ofSeconds(10))
                        .output())
                .contains("PostgreSQL) " + binaries.majorVersion() + ".");
        unpack();
        assertThat(progress).hasSize(1);
    }

    @Test
    void damageOfAnyKindIsNoticed() throws Exception {
        Path home = unpack().home();
        Map<String, Damage> damages = Map.of(
                "bin/postgres", BinariesCacheTest::flipAByte,
                "lib/libpq.so.5.18", BinariesCacheTest::flipAByte,
                "share/postgresql/postgres.bki", file -> Files.write(file, new byte[0]),
                "share/postgresql/timezone/Europe/Berlin", Files::delete,
                "bin/initdb", file -> Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ)),
                "contents", Files::delete);
        for (Map.Entry<String, Damage> damage : damages.entrySet()) {
            Path file = home.resolve(damage.getKey());
            Path saved = Files.copy(
                    file,
                    folder.resolve("saved"),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
            damage.getValue().to(file);
            assertThat(Unpacked.intact(home)).as(damage.getKey()).isFalse();
            Files.move(saved, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(Unpacked.intact(home)).isTrue();
        }
    }

    @Test
    void damagedProgramsAreUnpackedAgain() throws Exception {
        Files.delete(Path.of(unpack().initdb()));
        assertThat(Unpacked.intact(unpack().home())).isTrue();
        assertThat(progress).hasSize(2).last().asString().contains("damaged");
    }

    @Test
    void whatAnInterruptedUnpackingLeftIsReplaced() throws Exception {
        Path partial = folder.resolve(BinariesArchive.forThisMachine().key() + ".partial");
        Files.createDirectories(partial.resolve("bin"));
        Files.writeString(partial.resolve("bin/postgres"), "half");
        assertThat(Unpacked.intact(unpack().home())).isTrue();
        assertThat(partial).doesNotExist();
    }

    @Test
    void severalProcessesAndThreadsMayUnpackIntoOneFolderAtOnce(@TempDir Path servers) throws Exception {
        List<Callable<String>> starts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Path server = servers.resolve("other-" + i);
            starts.add(() -> {
                Process jvm =
                        Fixture.serveInAnotherJvm(List.of(), System.getProperty("java.class.path"), server, folder);
                try {
                    return Fixture.answer(jvm);
                } finally {
                    jvm.getOutputStream().close();
                    jvm.waitFor();
                }
            });
            starts.add(() -> Unpacked.intact(unpack().home()) ? "ready" : "damaged");
        }
        try (var threads = Executors.newCachedThreadPool()) {
            for (Future<String> start : threads.invokeAll(starts)) {
                assertThat(start.get()).startsWith("ready");
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            BinariesArchive.forThisMachine().key(),
                            BinariesArchive.forThisMachine().key() + ".lock");
        }
    }

    @Test
    void decompressionInJavaAndByTheProgramGiveTheSame() throws Exception {
        BinariesArchive archive = BinariesArchive.forThisMachine();
        assertThat(Program.find("xz")).isPresent();
        try (InputStream byProgram = XzStream.decompress(archive.open());
                InputStream inJava = new XZInputStream(archive.open())) {
            assertThat(byProgram).isNotInstanceOf(XZInputStream.class);
            assertThat(checksum(byProgram)).isEqualTo(checksum(inJava));
        }
    }

    @Test
    void aDamagedArchiveIsAnErrorAndLeavesNothing() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream packed = BinariesArchive.forThisMachine().open()) {
            packed.transferTo(bytes);
        }
        byte[] damaged = bytes.toByteArray();
        damaged[damaged.length / 2] ^= 1;
        Path file = Files.write(folder.resolve("damaged.txz"), damaged);
        Path cache = folder.resolve("cache");
        BinariesArchive archive = new BinariesArchive(file.toUri().toURL(), "damaged");
        assertThatThrownBy(() -> new BinariesCache(cache, progress::add).unpacked(archive))
                .isInstanceOf(IOException.class);
        assertThat(cache.resolve("damaged")).doesNotExist();
        assertThat(cache.resolve("damaged.partial")).doesNotExist();
    }

    @Test
    void everySupportedMachineHasItsArchiveAndOthersAreToldSo() throws Exception {
        for (String machine : List.of("Linux amd64", "Linux aarch64", "Mac OS X aarch64")) {
            int cut = machine.lastIndexOf(' ');
            assertThat(BinariesArchive.forMachine(machine.substring(0, cut), machine.substring(cut + 1))
                            .open())
                    .as(machine)
                    .isNotNull();
        }
        assertThatThrownBy(() -> BinariesArchive.forMachine("Windows 11", "amd64"))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("Windows 11 on amd64");
    }

    private Binaries unpack() throws IOException {
        return new BinariesCache(folder, progress::add).unpacked(BinariesArchive.forThisMachine());
    }

    private static long checksum(InputStream stream) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(stream, new CRC32());
        checked.transferTo(OutputStream.nullOutputStream());
        return checked.getChecksum().getValue();
    }

    @FunctionalInterface
    private interface Damage {
        void to(Path file) throws IOException;
    }

    private static void flipAByte(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            long middle = channel.size() / 2;
            channel.read(one, middle);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), middle);
        }
    }
}
