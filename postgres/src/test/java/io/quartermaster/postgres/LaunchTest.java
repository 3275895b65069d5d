package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes between the look at a folder and the start of its server; the choice of a port is the moment to bring it about. */
final class LaunchTest {
    @TempDir
    private Path folder;

    private @Nullable Launch launch;

    @AfterEach
    void stop() throws IOException {
        if (launch != null && Files.exists(folder.resolve("cluster").resolve(PostmasterPid.FILE))) {
            launch.signals().stop(ProcessHandle.of(Fixture.postmasterOf(folder)).orElseThrow(), Duration.ofSeconds(20));
        }
        assertThat(Fixture.processesOf(folder)).isEmpty();
    }

    @Test
    void aChosenPortThatIsTakenMeanwhileIsReplaced() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int free = LocalPort.free();
            PrimitiveIterator.OfInt ports =
                    IntStream.of(taken.getLocalPort(), free).iterator();
            assertThat(launch(ports::nextInt).port()).isEqualTo(free);
        }
    }

    @Test
    void aServerThatAKilledJvmHadJustLaunchedIsReplaced() throws Exception {
        AtomicReference<@Nullable Postmaster> other = new AtomicReference<>();
        Postmaster postmaster = launch(() -> {
            if (other.get() == null) {
                other.set(launchAnother());
            }
            return LocalPort.free();
        });
        Postmaster replaced = Objects.requireNonNull(other.get());
        assertThat(replaced.isAlive()).isFalse();
        assertThat(postmaster.isAlive()).isTrue();
    }

    @Test
    void aFileSystemWithoutSocketsIsServedByTcpAlone() throws Exception {
        Postmaster postmaster = launch(() -> {
            int port = LocalPort.free();
            try {
                // What stands where the socket would go makes binding it fail.
                Files.createDirectories(folder.resolve("socket").resolve(".s.PGSQL." + port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return port;
        });
        assertThat(Fixture.commandLine(postmaster.handle().pid())).contains("unix_socket_directories= ");
    }

    private Postmaster launch(IntSupplier freePort) throws IOException {
        EmbeddedPostgresOptions options = Fixture.prepared(folder);
        launch = new Launch(binaries(), Privileges.of(folder), DataFolder.open(folder), options, freePort);
        return launch.untilReady(OptionalInt.empty(), () -> false);
    }

    private Postmaster launchAnother() {
        try {
            DataFolder data = DataFolder.open(folder);
            Postmaster postmaster = Postmaster.launch(
                    binaries(),
                    Privileges.of(folder),
                    data.cluster(),
                    new ServerSettings(LocalPort.free(), Optional.empty(), Map.of()),
                    data.log());
            assertThat(postmaster.awaitReady(Duration.ofSeconds(30), () -> false))
                    .isEqualTo(Postmaster.State.READY);
            return postmaster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Binaries binaries() throws IOException {
        return new BinariesCache(Fixture.BINARIES, _ -> {}).unpacked(BinariesArchive.forThisMachine());
    }
}
