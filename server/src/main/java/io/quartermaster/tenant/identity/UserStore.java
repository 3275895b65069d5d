package io.quartermaster.tenant.identity;

import static io.quartermaster.schema.jooq.Tables.USERS;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** SQL of {@code users}, a table of the deployment. */
final class UserStore {

    Optional<User> find(DSLContext sql, UserId id) {
        return sql.selectFrom(USERS).where(USERS.ID.eq(id.value())).fetchOptional(UserStore::read);
    }

    Optional<User> find(DSLContext sql, Email email) {
        return sql.selectFrom(USERS).where(USERS.EMAIL.eq(email.value())).fetchOptional(UserStore::read);
    }

    /** The user, whose row nobody else changes until the transaction ends. */
    Optional<User> lock(DeploymentChangeTx tx, UserId id) {
        return tx.sql()
                .selectFrom(USERS)
                .where(USERS.ID.eq(id.value()))
                .forUpdate()
                .fetchOptional(UserStore::read);
    }

    /** By id; the ids are random, so this says nothing about who came first. */
    Page<User> list(DeploymentTx tx, PageRequest page) {
        Condition after = page.after().map(cursor -> USERS.ID.gt(cursor.id(0))).orElse(DSL.noCondition());
        List<User> users = tx.sql()
                .selectFrom(USERS)
                .where(page.search()
                        .map(search -> search.in(USERS.EMAIL, USERS.DISPLAY_NAME))
                        .orElse(DSL.noCondition()))
                .and(after)
                .orderBy(USERS.ID)
                .limit(page.limit() + 1)
                .fetch(UserStore::read);
        return Page.of(users, page, user -> Cursor.of(user.id().toString()));
    }

    /** Inserts the user unless somebody has the address, and answers whether it did; waits for others who insert the same. */
    boolean insertIfNew(DSLContext sql, User user) {
        return sql.insertInto(USERS)
                        .set(USERS.ID, user.id().value())
                        .set(USERS.EMAIL, user.email().map(Email::value).orElse(null))
                        .set(USERS.DISPLAY_NAME, user.displayName())
                        .set(
                                USERS.PASSWORD_HASH,
                                user.passwordHash().map(Sensitive::reveal).orElse(null))
                        .set(USERS.OPERATOR, user.operator())
                        .set(USERS.DISABLED, user.disabled())
                        .set(USERS.VERSION, user.version())
                        .set(USERS.CREATED_AT, user.createdAt())
                        .set(USERS.CREATED_BY, user.createdBy())
                        .set(USERS.UPDATED_AT, user.updatedAt())
                        .set(USERS.UPDATED_BY, user.updatedBy())
                        .onConflict(USERS.EMAIL)
                        .doNothing()
                        .execute()
                == 1;
    }

    void update(DSLContext sql, User user) {
        sql.update(USERS)
                .set(USERS.EMAIL, user.email().map(Email::value).orElse(null))
                .set(USERS.DISPLAY_NAME, user.displayName())
                .set(USERS.OPERATOR, user.operator())
                .set(USERS.DISABLED, user.disabled())
                .set(
                        USERS.PASSWORD_HASH,
                        user.passwordHash().map(Sensitive::reveal).orElse(null))
                .set(USERS.VERSION, user.version())
                .set(USERS.UPDATED_AT, user.updatedAt())
                .set(USERS.UPDATED_BY, user.updatedBy())
                .where(USERS.ID.eq(user.id().value()))
                .execute();
    }

    /** Puts a hash in the place of another, if that is still there, and answers whether it was. */
    boolean replaceHash(
            DSLContext sql, UserId id, Optional<Sensitive> expected, String hash, Instant now, String actor) {
        return sql.update(USERS)
                        .set(USERS.PASSWORD_HASH, hash)
                        .set(USERS.VERSION, USERS.VERSION.plus(1))
                        .set(USERS.UPDATED_AT, now)
                        .set(USERS.UPDATED_BY, actor)
                        .where(USERS.ID.eq(id.value()))
                        .and(expected.map(old -> USERS.PASSWORD_HASH.eq(old.reveal()))
                                .orElseGet(USERS.PASSWORD_HASH::isNull))
                        .execute()
                == 1;
    }

    RuntimeException meaning(ConstraintViolation violation) {
        return violation.constraint().equals("users_email") ? emailTaken() : violation;
    }

    static Problem emailTaken() {
        return new Problem(
                ProblemType.ALREADY_EXISTS,
                "Another user has this e-mail address.",
                new FieldError("email", "already_exists", "is taken"));
    }

    static User read(Record row) {
        return new User(
                new UserId(row.get(USERS.ID)),
                Optional.ofNullable(row.get(USERS.EMAIL)).flatMap(Email::parse),
                row.get(USERS.DISPLAY_NAME),
                Optional.ofNullable(row.get(USERS.PASSWORD_HASH)).map(Sensitive::new),
                row.get(USERS.OPERATOR),
                row.get(USERS.DISABLED),
                row.get(USERS.VERSION),
                row.get(USERS.CREATED_AT),
                row.get(USERS.CREATED_BY),
                row.get(USERS.UPDATED_AT),
                row.get(USERS.UPDATED_BY));
    }
}
