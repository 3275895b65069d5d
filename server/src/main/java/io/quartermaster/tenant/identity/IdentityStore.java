package io.quartermaster.tenant.identity;

import static io.quartermaster.schema.jooq.Tables.IDENTITIES;
import static io.quartermaster.schema.jooq.Tables.USERS;

import io.quartermaster.platform.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/** SQL of {@code identities}. */
final class IdentityStore {

    Optional<User> findUser(DSLContext sql, String issuer, String subject) {
        return sql.select(USERS.fields())
                .from(IDENTITIES)
                .join(USERS)
                .on(USERS.ID.eq(IDENTITIES.USER_ID))
                .where(IDENTITIES.ISSUER.eq(issuer))
                .and(IDENTITIES.SUBJECT.eq(subject))
                .fetchOptional(UserStore::read);
    }

    void insert(DSLContext sql, String issuer, String subject, UserId user, Instant now) {
        sql.insertInto(IDENTITIES)
                .set(IDENTITIES.ISSUER, issuer)
                .set(IDENTITIES.SUBJECT, subject)
                .set(IDENTITIES.USER_ID, user.value())
                .set(IDENTITIES.CREATED_AT, now)
                .execute();
    }
}
