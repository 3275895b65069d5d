package io.quartermaster.tenant.identity;

import io.quartermaster.platform.RandomText;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions of the console: a random token in a cookie, its hash in the database. The CSRF token is an HMAC keyed with the session's
 * token, so that it can be shown again without being stored.
 */
public final class Sessions {

    /** How long a session lasts at most. */
    public static final Duration LIFE = Duration.ofHours(12);

    private static final Duration IDLE = Duration.ofHours(2);
    private static final Duration TOUCH = Duration.ofMinutes(1);

    private final Database database;
    private final SecureRandom random;
    private final Clock clock;
    private final SessionStore store = new SessionStore();

    public Sessions(Database database, SecureRandom random, Clock clock) {
        this.database = database;
        this.random = random;
        this.clock = clock;
    }

    /** A session that was just begun: the cookie's value, and the CSRF token. */
    public record Begun(User user, String token, String csrf) {
        @Override
        public String toString() {
            return "Begun[" + user.id() + "]";
        }
    }

    /** Begins a session; the one the browser had before, if any, is over. */
    public Begun begin(User user, Optional<String> previous) {
        String token = RandomText.next(random);
        String csrf = csrf(token);
        database.inDeployment(tx -> {
            Instant now = now();
            previous.ifPresent(old -> store.delete(tx.sql(), RandomText.sha256(old)));
            store.insert(tx.sql(), user.id(), RandomText.sha256(token), RandomText.sha256(csrf), now, now.plus(LIFE));
            return true;
        });
        return new Begun(user, token, csrf);
    }

    /** The user of a live session; marks it used, at most once a minute. */
    public Optional<Live> find(String token) {
        if (token.length() != RandomText.LENGTH) {
            return Optional.empty();
        }
        byte[] hash = RandomText.sha256(token);
        return database.inDeployment(tx -> {
            Instant now = now();
            Optional<SessionStore.Live> live = store.findLive(tx.sql(), hash, now, now.minus(IDLE));
            if (live.filter(found -> found.lastUsedAt().isBefore(now.minus(TOUCH)))
                    .isPresent()) {
                store.touch(tx.sql(), hash, now);
            }
            return live.map(found -> new Live(found.user(), found.csrfHash().toByteArray()));
        });
    }

    /** A session as it is now. */
    public static final class Live {
        private final User user;
        private final byte[] csrfHash;

        Live(User user, byte[] csrfHash) {
            this.user = user;
            this.csrfHash = csrfHash;
        }

        public User user() {
            return user;
        }

        /** In constant time. */
        public boolean accepts(Optional<String> csrf) {
            return csrf.filter(sent -> MessageDigest.isEqual(RandomText.sha256(sent), csrfHash))
                    .isPresent();
        }
    }

    public void end(String token) {
        database.inDeployment(tx -> {
            store.delete(tx.sql(), RandomText.sha256(token));
            return true;
        });
    }

    /** Ends all sessions of a person but this one. */
    void endOthers(UserId user, String token) {
        database.inDeployment(tx -> store.deleteOthers(tx.sql(), user, RandomText.sha256(token)));
    }

    void purge() {
        database.inDeployment(tx -> {
            store.deleteOver(tx.sql(), now(), now().minus(IDLE));
            return true;
        });
    }

    /** The CSRF token of a session. */
    public static String csrf(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal("csrf".getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has HmacSHA256", impossible);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
