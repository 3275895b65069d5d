package io.quartermaster.tenant.identity;

import static io.quartermaster.schema.jooq.Tables.SIGN_IN_FAILURES;

import io.quartermaster.platform.db.DeploymentTx;
import java.time.Instant;
import java.util.Optional;

/** SQL of {@code sign_in_failures}. */
final class SignInFailureStore {

    /** How often in a row it failed, and when last. */
    record Failures(int count, Instant lastAt) {}

    /** What is known of an address; nobody else counts for it until the transaction ends. A new row has the count 1. */
    Optional<Failures> lock(DeploymentTx tx, byte[] emailHash, Instant now) {
        int inserted = tx.sql()
                .insertInto(SIGN_IN_FAILURES)
                .set(SIGN_IN_FAILURES.EMAIL_HASH, emailHash)
                .set(SIGN_IN_FAILURES.FAILURES, 1)
                .set(SIGN_IN_FAILURES.LAST_FAILED_AT, now)
                .onConflict(SIGN_IN_FAILURES.EMAIL_HASH)
                .doNothing()
                .execute();
        if (inserted == 1) {
            return Optional.empty();
        }
        return tx.sql()
                .select(SIGN_IN_FAILURES.FAILURES, SIGN_IN_FAILURES.LAST_FAILED_AT)
                .from(SIGN_IN_FAILURES)
                .where(SIGN_IN_FAILURES.EMAIL_HASH.eq(emailHash))
                .forUpdate()
                .fetchOptional(row -> new Failures(row.value1(), row.value2()));
    }

    void put(DeploymentTx tx, byte[] emailHash, Failures failures) {
        tx.sql()
                .insertInto(SIGN_IN_FAILURES)
                .set(SIGN_IN_FAILURES.EMAIL_HASH, emailHash)
                .set(SIGN_IN_FAILURES.FAILURES, failures.count())
                .set(SIGN_IN_FAILURES.LAST_FAILED_AT, failures.lastAt())
                .onConflict(SIGN_IN_FAILURES.EMAIL_HASH)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }

    void delete(DeploymentTx tx, byte[] emailHash) {
        tx.sql()
                .deleteFrom(SIGN_IN_FAILURES)
                .where(SIGN_IN_FAILURES.EMAIL_HASH.eq(emailHash))
                .execute();
    }

    void deleteBefore(DeploymentTx tx, Instant time) {
        tx.sql()
                .deleteFrom(SIGN_IN_FAILURES)
                .where(SIGN_IN_FAILURES.LAST_FAILED_AT.lt(time))
                .execute();
    }
}
