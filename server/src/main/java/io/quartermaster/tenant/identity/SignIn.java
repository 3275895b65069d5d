package io.quartermaster.tenant.identity;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.RequestFacts;
import io.quartermaster.tenant.identity.SecurityLog.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Finds out by a password who somebody is; wrong address, wrong password, no password and disabled look the same. */
public final class SignIn {

    private static final Duration BETWEEN_PURGES = Duration.ofMinutes(10);

    private final Database database;
    private final Users users;
    private final Passwords passwords;
    private final Sessions sessions;
    private final SecurityLog security;
    private final Clock clock;
    private final LockOut lockOut;
    private final UserStore store = new UserStore();
    private final AtomicReference<Instant> purged = new AtomicReference<>(Instant.EPOCH);

    public SignIn(
            Database database, Users users, Passwords passwords, Sessions sessions, SecurityLog security, Clock clock) {
        this.database = database;
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
        this.security = security;
        this.clock = clock;
        this.lockOut = new LockOut(database, clock);
    }

    /**
     * The user of an address and a password.
     *
     * @throws Problem 401 if they do not fit, 429 while the address is held back
     */
    public User verify(Email email, Sensitive password, RequestFacts facts) {
        purgeNowAndThen();
        try {
            lockOut.attempt(email);
        } catch (Problem locked) {
            security.of(Event.SIGN_IN_LOCKED, email, facts);
            throw locked;
        }
        Optional<User> user = database.inDeployment(tx -> users.find(tx, email));
        Passwords.Check check =
                passwords.check(password, user.flatMap(User::passwordHash).map(Sensitive::reveal));
        if (check instanceof Passwords.Check.Right(Optional<String> better)
                && user.isPresent()
                && !user.get().disabled()) {
            lockOut.succeeded(email);
            better.ifPresent(hash -> replace(user.get(), hash, "system"));
            return user.get();
        }
        security.of(Event.SIGN_IN_FAILED, email, facts);
        throw new Problem(ProblemType.NOT_SIGNED_IN, "The e-mail address or the password is wrong.");
    }

    /**
     * The user who knows their own password; guesses count as those at sign-in do.
     *
     * @throws Problem 422 if it is wrong or there is none, 429 while the address is held back
     */
    public User verifyOwn(UserId id, Sensitive current, RequestFacts facts) {
        User user = users.find(id).orElseThrow();
        Email email = user.email()
                .filter(_ -> user.hasPassword())
                .orElseThrow(() -> new Problem(
                        ProblemType.IMPOSSIBLE, "You have no password here; you sign in with your identity provider."));
        lockOut.attempt(email);
        if (!(passwords.check(current, user.passwordHash().map(Sensitive::reveal)) instanceof Passwords.Check.Right)) {
            security.of(Event.SIGN_IN_FAILED, email, facts);
            throw new Problem(
                    ProblemType.IMPOSSIBLE,
                    "The current password is wrong.",
                    new FieldError("current_password", "wrong", "is wrong"));
        }
        lockOut.succeeded(email);
        return user;
    }

    /**
     * Gives who was just verified another password, and ends their other sessions.
     *
     * @throws Problem 412 if somebody changed it meanwhile
     */
    public void changePassword(User user, String session, Sensitive next, RequestFacts facts) {
        String hash = passwords.hash(next, user.email().orElseThrow());
        if (!replace(user, hash, "user:" + user.id())) {
            throw new Problem(ProblemType.STALE, "The password was changed meanwhile; sign in again.");
        }
        sessions.endOthers(user.id(), session);
        security.of(Event.PASSWORD_CHANGED, user.id(), facts);
    }

    private boolean replace(User user, String hash, String actor) {
        return database.inDeployment(tx -> store.replaceHash(
                tx.sql(), user.id(), user.passwordHash(), hash, clock.instant().truncatedTo(ChronoUnit.MICROS), actor));
    }

    /** No thread of its own: who signs in sweeps. */
    private void purgeNowAndThen() {
        Instant now = clock.instant();
        Instant last = purged.get();
        if (last.plus(BETWEEN_PURGES).isBefore(now) && purged.compareAndSet(last, now)) {
            lockOut.purge();
            sessions.purge();
        }
    }
}
