package io.quartermaster.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.Sensitive;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The operator's key that nobody gave in the settings. */
final class OperatorKeysTest {

    @Test
    void theFirstStartMakesAKeyAndLaterOnesKeepIt() {
        try (DatabaseScene scene = new DatabaseScene()) {
            OperatorKeys keys = keys(scene);

            Sensitive first = keys.createFirst().orElseThrow();

            assertThat(keys.createFirst()).isEmpty();
            assertThat(keys.isOperator(Optional.of(first.reveal()))).isTrue();
            assertThat(keys.isOperator(Optional.of(first.reveal() + "x"))).isFalse();
        }
    }

    @Test
    void aResetLeavesTheNewKeyAlone() {
        try (DatabaseScene scene = new DatabaseScene()) {
            OperatorKeys keys = keys(scene);
            Sensitive first = keys.createFirst().orElseThrow();

            Sensitive second = keys.reset();

            assertThat(keys.isOperator(Optional.of(first.reveal()))).isFalse();
            assertThat(keys.isOperator(Optional.of(second.reveal()))).isTrue();
        }
    }

    private static OperatorKeys keys(DatabaseScene scene) {
        return new OperatorKeys(scene.database(), scene.ids(), new SecureRandom(), Clock.systemUTC(), Optional.empty());
    }
}
