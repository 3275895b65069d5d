package io.quartermaster.tenant.identity;

import static io.quartermaster.schema.jooq.Tables.CONSOLE_SESSIONS;
import static io.quartermaster.schema.jooq.Tables.USERS;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/** SQL of {@code console_sessions}. */
final class SessionStore {

    /** A session that is neither over nor idle for too long, with its user as the user is now. */
    record Live(User user, Bytes csrfHash, Instant lastUsedAt) {}

    Optional<Live> findLive(DSLContext sql, byte[] tokenHash, Instant now, Instant idleSince) {
        return sql.select(USERS.fields())
                .select(CONSOLE_SESSIONS.CSRF_HASH, CONSOLE_SESSIONS.LAST_USED_AT)
                .from(CONSOLE_SESSIONS)
                .join(USERS)
                .on(USERS.ID.eq(CONSOLE_SESSIONS.USER_ID))
                .where(CONSOLE_SESSIONS.TOKEN_HASH.eq(tokenHash))
                .and(CONSOLE_SESSIONS.EXPIRES_AT.gt(now))
                .and(CONSOLE_SESSIONS.LAST_USED_AT.gt(idleSince))
                .and(USERS.DISABLED.isFalse())
                .fetchOptional(row -> new Live(
                        UserStore.read(row),
                        Bytes.copyFrom(row.get(CONSOLE_SESSIONS.CSRF_HASH)),
                        row.get(CONSOLE_SESSIONS.LAST_USED_AT)));
    }

    void insert(DSLContext sql, UserId user, byte[] tokenHash, byte[] csrfHash, Instant now, Instant expiresAt) {
        sql.insertInto(CONSOLE_SESSIONS)
                .set(CONSOLE_SESSIONS.TOKEN_HASH, tokenHash)
                .set(CONSOLE_SESSIONS.USER_ID, user.value())
                .set(CONSOLE_SESSIONS.CSRF_HASH, csrfHash)
                .set(CONSOLE_SESSIONS.CREATED_AT, now)
                .set(CONSOLE_SESSIONS.EXPIRES_AT, expiresAt)
                .set(CONSOLE_SESSIONS.LAST_USED_AT, now)
                .execute();
    }

    void touch(DSLContext sql, byte[] tokenHash, Instant now) {
        sql.update(CONSOLE_SESSIONS)
                .set(CONSOLE_SESSIONS.LAST_USED_AT, now)
                .where(CONSOLE_SESSIONS.TOKEN_HASH.eq(tokenHash))
                .execute();
    }

    void delete(DSLContext sql, byte[] tokenHash) {
        sql.deleteFrom(CONSOLE_SESSIONS)
                .where(CONSOLE_SESSIONS.TOKEN_HASH.eq(tokenHash))
                .execute();
    }

    int deleteAll(DSLContext sql, UserId user) {
        return sql.deleteFrom(CONSOLE_SESSIONS)
                .where(CONSOLE_SESSIONS.USER_ID.eq(user.value()))
                .execute();
    }

    int deleteOthers(DSLContext sql, UserId user, byte[] tokenHash) {
        return sql.deleteFrom(CONSOLE_SESSIONS)
                .where(CONSOLE_SESSIONS.USER_ID.eq(user.value()))
                .and(CONSOLE_SESSIONS.TOKEN_HASH.ne(tokenHash))
                .execute();
    }

    void deleteOver(DSLContext sql, Instant now, Instant idleSince) {
        sql.deleteFrom(CONSOLE_SESSIONS)
                .where(CONSOLE_SESSIONS.EXPIRES_AT.le(now).or(CONSOLE_SESSIONS.LAST_USED_AT.le(idleSince)))
                .execute();
    }
}
