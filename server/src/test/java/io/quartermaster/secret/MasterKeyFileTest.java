package io.quartermaster.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quartermaster.testkit.Race;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MasterKeyFileTest {

    @TempDir
    private Path folder;

    @Test
    void aKeyIsMadeOnceForItsOwnerOnlyAndReadAgain() throws IOException {
        Path file = folder.resolve("master.key");

        MasterKey made = MasterKeyFile.readOrCreate(file, new SecureRandom());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(MasterKeyFile.readOrCreate(file, new SecureRandom()).id()).isEqualTo(made.id());
        assertThat(MasterKeyFile.read(file).id()).isEqualTo(made.id());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void firstStartsAtTheSameTimeAgreeOnOneKey() throws Exception {
        for (int round = 0; round < 20; round++) {
            Path file = folder.resolve(round + ".key");

            List<MasterKey> keys = Race.onPlatformThreads(Duration.ofSeconds(20))
                    .run(8, racer -> () -> MasterKeyFile.readOrCreate(file, new SecureRandom()))
                    .results();

            String kept = MasterKeyFile.read(file).id();
            assertThat(keys).extracting(MasterKey::id).containsOnly(kept);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(20);
        }
    }

    @Test
    void aFileThatHoldsNoKeyIsRefusedWithoutShowingIt() throws IOException {
        Path file = folder.resolve("master.key");
        Files.writeString(file, "this is hardly a key");

        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(() -> MasterKeyFile.readOrCreate(file, new SecureRandom()))
                .withMessageContaining("not base64")
                .withMessageNotContaining("hardly");
        assertThat(Files.readString(file)).isEqualTo("this is hardly a key");
        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(() -> MasterKeyFile.read(folder.resolve("none")))
                .withMessageContaining("cannot be read");
    }
}
