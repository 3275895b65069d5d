package io.quartermaster.tenant;

import static io.quartermaster.schema.jooq.Tables.API_KEYS;
import static io.quartermaster.schema.jooq.Tables.MEMBERS;
import static io.quartermaster.schema.jooq.Tables.USERS;

import io.quartermaster.access.Role;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.TenantScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;

/**
 * SQL of API keys as calls need them: a person's key together with what the person may do now. Disabling a person is a change of
 * the deployment, which makes what every node holds of any tenant stale.
 */
final class ApiKeyViewStore {

    /** Empty for a key that does not exist, and for that of a person who is disabled or whose membership was not taken up. */
    Optional<ApiKeyView> find(TenantScope tx, ApiKeyId id) {
        return keys(tx, API_KEYS.ID.eq(id.value())).fetchOptional(ApiKeyViewStore::read);
    }

    List<ApiKeyView> list(TenantScope tx) {
        return keys(tx, DSL.noCondition()).fetch(ApiKeyViewStore::read);
    }

    private static ResultQuery<Record> keys(TenantScope tx, Condition which) {
        return tx.sql()
                .select(API_KEYS.fields())
                .select(MEMBERS.ROLE)
                .from(API_KEYS)
                .leftJoin(MEMBERS)
                .on(MEMBERS.TENANT_ID.eq(API_KEYS.TENANT_ID))
                .and(MEMBERS.USER_ID.eq(API_KEYS.USER_ID))
                .leftJoin(USERS)
                .on(USERS.ID.eq(API_KEYS.USER_ID))
                .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(API_KEYS.USER_ID
                        .isNull()
                        .or(MEMBERS.ACCEPTED_AT.isNotNull().and(USERS.DISABLED.isFalse())))
                .and(which);
    }

    private static ApiKeyView read(Record row) {
        Role granted = Role.parse(row.get(API_KEYS.ROLE)).orElseThrow();
        Optional<Role> persons = Optional.ofNullable(row.get(MEMBERS.ROLE))
                .map(role -> Role.parse(role).orElseThrow());
        return new ApiKeyView(
                new ApiKeyId(row.get(API_KEYS.ID)),
                row.get(API_KEYS.NAME),
                persons.filter(granted::atLeast).orElse(granted),
                Optional.ofNullable(row.get(API_KEYS.EXPIRES_AT)),
                Set.of(row.get(API_KEYS.ALLOWED_MODELS)),
                Optional.ofNullable(row.get(API_KEYS.USER_ID)).map(UserId::new),
                KeyHash.ofSha256(row.get(API_KEYS.KEY_HASH)),
                Optional.ofNullable(row.get(API_KEYS.PREVIOUS_KEY_HASH))
                        .map(hash -> new ApiKeyView.Previous(
                                KeyHash.ofSha256(hash), row.get(API_KEYS.PREVIOUS_EXPIRES_AT))));
    }
}
