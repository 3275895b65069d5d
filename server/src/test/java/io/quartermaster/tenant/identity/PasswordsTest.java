package io.quartermaster.tenant.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.tenant.identity.PasswordHash.Cost;
import io.quartermaster.tenant.identity.Passwords.Check;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How passwords are hashed, checked and refused. */
final class PasswordsTest {

    private static final Email ANN = new Email("ann.example@example.org");

    private final Passwords cheap = new Passwords(new SecureRandom(), 2, Duration.ofSeconds(5), new Cost(64, 1, 1));
    private final Passwords dearer = new Passwords(new SecureRandom(), 2, Duration.ofSeconds(5), new Cost(128, 2, 1));

    @Test
    void aHashSaysHowItIsCheckedAndIsMadeAgainWhenItsCostIsOld() {
        Sensitive password = new Sensitive("correct horse battery");
        String hash = cheap.hash(password, ANN);

        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(cheap.check(password, Optional.of(hash))).isEqualTo(new Check.Right(Optional.empty()));
        assertThat(cheap.check(new Sensitive("incorrect"), Optional.of(hash))).isEqualTo(new Check.Wrong());
        assertThat(cheap.check(password, Optional.empty())).isEqualTo(new Check.Wrong());
        assertThat(cheap.check(password, Optional.of("no hash at all"))).isEqualTo(new Check.Wrong());
        assertThat(dearer.check(password, Optional.of(hash)))
                .isInstanceOfSatisfying(
                        Check.Right.class,
                        right -> assertThat(right.better().orElse("")).startsWith("$argon2id$v=19$m=128,t=2,p=1$"));
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        Sensitive password = new Sensitive("correct horse battery");
        assertThat(cheap.hash(password, ANN)).isNotEqualTo(cheap.hash(password, ANN));
    }

    @Test
    void composedAndDecomposedLettersAreOnePassword() {
        String hash = cheap.hash(new Sensitive("caf\u00e9 caf\u00e9 caf\u00e9"), ANN);
        assertThat(cheap.check(new Sensitive("cafe\u0301 cafe\u0301 cafe\u0301"), Optional.of(hash)))
                .isInstanceOf(Check.Right.class);
    }

    @Test
    void weakPasswordsAreRefusedWithoutRepeatingThem() {
        for (String weak : new String[] {"short", "x".repeat(1_025), "Ann.Example@example.org", "abcabcabcabcabc"}) {
            assertThatThrownBy(() -> cheap.hash(new Sensitive(weak), ANN))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.type()).isEqualTo(Passwords.WEAK_PASSWORD))
                    .hasMessageNotContaining(weak);
        }
    }
}
