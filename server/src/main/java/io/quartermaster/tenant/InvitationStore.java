package io.quartermaster.tenant;

import static io.quartermaster.schema.jooq.Tables.INVITATIONS;

import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import java.util.Optional;
import org.jooq.Record;

/** SQL of {@code invitations}. */
final class InvitationStore {

    Optional<Invitation> find(TenantScope tx, InvitationToken token) {
        return tx.sql()
                .selectFrom(INVITATIONS)
                .where(INVITATIONS.TENANT_ID.eq(tx.tenant().value()))
                .and(INVITATIONS.TOKEN_HASH.eq(token.hash()))
                .fetchOptional(InvitationStore::read);
    }

    /** Whether an invitation of this tenant made the user, who has not taken it up yet. */
    boolean madeTheUser(TenantScope tx, UserId user) {
        return tx.sql()
                .fetchExists(
                        INVITATIONS,
                        INVITATIONS
                                .TENANT_ID
                                .eq(tx.tenant().value())
                                .and(INVITATIONS.USER_ID.eq(user.value()))
                                .and(INVITATIONS.MADE_THE_USER.isTrue()));
    }

    void insert(TenantTx tx, InvitationToken token, Invitation invitation) {
        tx.sql()
                .insertInto(INVITATIONS)
                .set(INVITATIONS.TENANT_ID, tx.tenant().value())
                .set(INVITATIONS.TOKEN_HASH, token.hash())
                .set(INVITATIONS.USER_ID, invitation.user().value())
                .set(INVITATIONS.MADE_THE_USER, invitation.madeTheUser())
                .set(INVITATIONS.EXPIRES_AT, invitation.expiresAt())
                .set(INVITATIONS.CREATED_AT, invitation.createdAt())
                .set(INVITATIONS.CREATED_BY, invitation.createdBy())
                .execute();
    }

    void deleteOf(TenantTx tx, UserId user) {
        tx.sql()
                .deleteFrom(INVITATIONS)
                .where(INVITATIONS.TENANT_ID.eq(tx.tenant().value()))
                .and(INVITATIONS.USER_ID.eq(user.value()))
                .execute();
    }

    private static Invitation read(Record row) {
        return new Invitation(
                new UserId(row.get(INVITATIONS.USER_ID)),
                row.get(INVITATIONS.MADE_THE_USER),
                row.get(INVITATIONS.EXPIRES_AT),
                row.get(INVITATIONS.CREATED_AT),
                row.get(INVITATIONS.CREATED_BY));
    }
}
