package io.quartermaster.tenant;

import static io.quartermaster.schema.jooq.Tables.MEMBERS;
import static io.quartermaster.schema.jooq.Tables.USER_TENANTS;

import io.quartermaster.access.Role;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.db.UserTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.tenant.identity.Email;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** SQL of {@code members} and of {@code user_tenants}, which finds a person's tenants without asking each. */
final class MemberStore {

    Optional<Member> find(TenantScope tx, UserId user) {
        return tx.sql()
                .selectFrom(MEMBERS)
                .where(MEMBERS.TENANT_ID.eq(tx.tenant().value()))
                .and(MEMBERS.USER_ID.eq(user.value()))
                .fetchOptional(MemberStore::read);
    }

    boolean hasEmail(TenantScope tx, Email email) {
        return tx.sql()
                .fetchExists(MEMBERS, MEMBERS.TENANT_ID.eq(tx.tenant().value()).and(MEMBERS.EMAIL.eq(email.value())));
    }

    /** By address, which is unique in a tenant. */
    Page<Member> list(TenantScope tx, PageRequest page) {
        Condition after =
                page.after().map(cursor -> MEMBERS.EMAIL.gt(cursor.text(0))).orElse(DSL.noCondition());
        List<Member> members = tx.sql()
                .selectFrom(MEMBERS)
                .where(MEMBERS.TENANT_ID.eq(tx.tenant().value()))
                .and(page.search()
                        .map(search -> search.in(MEMBERS.EMAIL, MEMBERS.DISPLAY_NAME))
                        .orElse(DSL.noCondition()))
                .and(after)
                .orderBy(MEMBERS.EMAIL)
                .limit(page.limit() + 1)
                .fetch(MemberStore::read);
        return Page.of(members, page, member -> Cursor.of(member.email().value()));
    }

    /** How many owners could act for the tenant if this one could not. */
    int countOtherActiveOwners(TenantScope tx, UserId user) {
        return tx.sql()
                .fetchCount(
                        MEMBERS,
                        MEMBERS.TENANT_ID
                                .eq(tx.tenant().value())
                                .and(MEMBERS.ROLE.eq(Role.OWNER.word()))
                                .and(MEMBERS.ACCEPTED_AT.isNotNull())
                                .and(MEMBERS.USER_ID.ne(user.value())));
    }

    /** The tenants that a person is a member of or invited to. */
    List<TenantId> listTenants(UserTx tx) {
        return tx.sql()
                .select(USER_TENANTS.TENANT_ID)
                .from(USER_TENANTS)
                .where(USER_TENANTS.USER_ID.eq(tx.user().value()))
                .orderBy(USER_TENANTS.TENANT_ID)
                .fetch(row -> new TenantId(row.value1()));
    }

    void insert(TenantTx tx, Member member) {
        tx.sql()
                .insertInto(MEMBERS)
                .set(MEMBERS.TENANT_ID, tx.tenant().value())
                .set(MEMBERS.USER_ID, member.userId().value())
                .set(MEMBERS.DISPLAY_NAME, member.displayName())
                .set(MEMBERS.EMAIL, member.email().value())
                .set(MEMBERS.ROLE, member.role().word())
                .set(MEMBERS.ACCEPTED_AT, member.acceptedAt().orElse(null))
                .set(MEMBERS.VERSION, member.version())
                .set(MEMBERS.CREATED_AT, member.createdAt())
                .set(MEMBERS.CREATED_BY, member.createdBy())
                .set(MEMBERS.UPDATED_AT, member.updatedAt())
                .set(MEMBERS.UPDATED_BY, member.updatedBy())
                .execute();
        tx.sql()
                .insertInto(USER_TENANTS)
                .set(USER_TENANTS.USER_ID, member.userId().value())
                .set(USER_TENANTS.TENANT_ID, tx.tenant().value())
                .execute();
    }

    void update(TenantTx tx, Member member) {
        tx.sql()
                .update(MEMBERS)
                .set(MEMBERS.DISPLAY_NAME, member.displayName())
                .set(MEMBERS.ROLE, member.role().word())
                .set(MEMBERS.ACCEPTED_AT, member.acceptedAt().orElse(null))
                .set(MEMBERS.VERSION, member.version())
                .set(MEMBERS.UPDATED_AT, member.updatedAt())
                .set(MEMBERS.UPDATED_BY, member.updatedBy())
                .where(MEMBERS.TENANT_ID.eq(tx.tenant().value()))
                .and(MEMBERS.USER_ID.eq(member.userId().value()))
                .execute();
    }

    /** Foreign keys take invitations, personal API keys and user keys along. */
    void delete(TenantTx tx, UserId user) {
        tx.sql()
                .deleteFrom(MEMBERS)
                .where(MEMBERS.TENANT_ID.eq(tx.tenant().value()))
                .and(MEMBERS.USER_ID.eq(user.value()))
                .execute();
        tx.sql()
                .deleteFrom(USER_TENANTS)
                .where(USER_TENANTS.USER_ID.eq(user.value()))
                .and(USER_TENANTS.TENANT_ID.eq(tx.tenant().value()))
                .execute();
    }

    /** A person is a member once, under one address; which of the two was violated is not told. */
    RuntimeException meaning(ConstraintViolation violation) {
        return switch (violation.constraint()) {
            case "members_pkey", "members_email" -> alreadyMember();
            default -> violation;
        };
    }

    static Problem alreadyMember() {
        return new Problem(
                ProblemType.ALREADY_EXISTS,
                "This person is a member of the tenant or invited already.",
                new FieldError("email", "already_exists", "is a member's"));
    }

    private static Member read(Record row) {
        return new Member(
                new UserId(row.get(MEMBERS.USER_ID)),
                new Email(row.get(MEMBERS.EMAIL)),
                row.get(MEMBERS.DISPLAY_NAME),
                Role.parse(row.get(MEMBERS.ROLE)).orElseThrow(),
                Optional.ofNullable(row.get(MEMBERS.ACCEPTED_AT)),
                row.get(MEMBERS.VERSION),
                row.get(MEMBERS.CREATED_AT),
                row.get(MEMBERS.CREATED_BY),
                row.get(MEMBERS.UPDATED_AT),
                row.get(MEMBERS.UPDATED_BY));
    }
}
