package io.quartermaster.tenant.identity;

import io.quartermaster.platform.RandomText;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.tenant.identity.SignInFailureStore.Failures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Holds back who guesses passwords. An attempt counts as failed <em>before</em> the password is looked at, and success takes
 * that back: a hundred guesses at the same instant are no more than a hundred in a row. An address that nobody has is held back
 * just the same.
 */
final class LockOut {

    static final ProblemType TOO_MANY_ATTEMPTS =
            new ProblemType("too_many_attempts", 429, "Too many attempts to sign in");

    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Database database;
    private final Clock clock;
    private final SignInFailureStore store = new SignInFailureStore();

    LockOut(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Counts an attempt.
     *
     * @throws Problem 429 while the address is held back; such an attempt does not count
     */
    void attempt(Email email) {
        byte[] hash = hash(email);
        Optional<Duration> wait = database.inDeployment(tx -> {
            Instant now = now();
            Optional<Failures> before = store.lock(tx, hash, now);
            if (before.isEmpty()) {
                return Optional.empty();
            }
            Failures known = before.get();
            Instant open = known.lastAt().plus(pause(known.count()));
            if (now.isBefore(open)) {
                return Optional.of(Duration.between(now, open));
            }
            boolean forgotten = known.lastAt().plus(REMEMBERED).isBefore(now);
            store.put(tx, hash, new Failures(forgotten ? 1 : known.count() + 1, now));
            return Optional.empty();
        });
        if (wait.isPresent()) {
            throw new Problem(TOO_MANY_ATTEMPTS, "Too many attempts to sign in with this address; wait and try again.")
                    .retryAfter(wait.get());
        }
    }

    void succeeded(Email email) {
        database.inDeployment(tx -> {
            store.delete(tx, hash(email));
            return true;
        });
    }

    /** Forgets what is too old to count. */
    void purge() {
        database.inDeployment(tx -> {
            store.deleteBefore(tx, now().minus(REMEMBERED));
            return true;
        });
    }

    /** How long to wait after so many failures in a row: nothing before the fifth, then 1 s, 2 s, 4 s … */
    static Duration pause(int failures) {
        if (failures < FREE) {
            return Duration.ZERO;
        }
        long seconds = 1L << Math.min(failures - FREE, 20);
        return seconds >= LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static byte[] hash(Email email) {
        return RandomText.sha256(email.value());
    }
}
