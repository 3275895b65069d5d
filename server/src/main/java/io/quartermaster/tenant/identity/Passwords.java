package io.quartermaster.tenant.identity;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords, a few at a time: each hashing takes 19 MiB, and a storm of them must not take the heap. Never
 * call it inside a transaction.
 */
public final class Passwords {

    public static final ProblemType WEAK_PASSWORD = new ProblemType("weak_password", 422, "The password is too weak");

    private static final int FEWEST_CHARACTERS = 12;
    private static final int MOST_BYTES = 1_024;
    private static final int SALT_BYTES = 16;

    private final SecureRandom random;
    private final Duration patience;
    private final PasswordHash.Cost cost;
    private final Semaphore turns;
    private final PasswordHash nobodys;

    public Passwords(SecureRandom random, int atOnce, Duration patience) {
        this(random, atOnce, patience, PasswordHash.Cost.STANDARD);
    }

    Passwords(SecureRandom random, int atOnce, Duration patience, PasswordHash.Cost cost) {
        this.random = random;
        this.turns = new Semaphore(atOnce, true);
        this.patience = patience;
        this.cost = cost;
        this.nobodys = new PasswordHash(cost, salt(), Bytes.copyFrom(new byte[32]));
    }

    /** What a check found. */
    sealed interface Check {
        record Wrong() implements Check {}

        /** It is right; {@code better} is its hash at today's cost if the stored one has another. */
        record Right(Optional<String> better) implements Check {}
    }

    /**
     * The PHC string of a password that a person chose.
     *
     * @throws Problem 422 when it is too weak, 503 when too many are being hashed
     */
    public String hash(Sensitive password, Email email) {
        requireStrong(password, email);
        return hash(password);
    }

    /** Takes the same time whether there is a hash or none, so that nothing tells whether there is such a person. */
    Check check(Sensitive password, Optional<String> phc) {
        Optional<PasswordHash> stored = phc.flatMap(PasswordHash::parse);
        PasswordHash against = stored.orElse(nobodys);
        PasswordHash given = inTurn(() -> PasswordHash.of(bytes(password), against.salt(), against.cost()));
        if (!MessageDigest.isEqual(given.hash().toByteArray(), against.hash().toByteArray()) || stored.isEmpty()) {
            return new Check.Wrong();
        }
        return new Check.Right(against.cost().equals(cost) ? Optional.empty() : Optional.of(hash(password)));
    }

    private String hash(Sensitive password) {
        Bytes salt = salt();
        return inTurn(() -> PasswordHash.of(bytes(password), salt, cost)).phc();
    }

    /** Length is what makes a password strong; rules about characters make people write them down (NIST SP 800-63B). */
    private static void requireStrong(Sensitive password, Email email) {
        String text = password.reveal();
        String problem = null;
        if (text.codePointCount(0, text.length()) < FEWEST_CHARACTERS) {
            problem = "must have at least " + FEWEST_CHARACTERS + " characters";
        } else if (password.utf8Length() > MOST_BYTES) {
            problem = "must have at most " + MOST_BYTES + " bytes";
        } else if (text.strip().toLowerCase(Locale.ROOT).equals(email.value())) {
            problem = "must not be the e-mail address";
        } else if (text.codePoints().distinct().count() < 4) {
            problem = "must not repeat the same few characters";
        }
        if (problem != null) {
            throw new Problem(
                    WEAK_PASSWORD,
                    "The password " + problem + ".",
                    new FieldError("password", "weak_password", problem));
        }
    }

    private Bytes salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return Bytes.copyFrom(salt);
    }

    /** One spelling of what a person types, whatever keyboard composes it. */
    private static byte[] bytes(Sensitive password) {
        return Normalizer.normalize(password.reveal(), Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Problem(ProblemType.OVERLOADED, "Too many passwords are being checked; try again.")
                        .retryAfter(Duration.ofSeconds(1));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting to hash a password", interrupted);
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }
}
