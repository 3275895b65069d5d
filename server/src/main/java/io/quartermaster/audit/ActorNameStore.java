package io.quartermaster.audit;

import static io.quartermaster.schema.jooq.Tables.API_KEYS;
import static io.quartermaster.schema.jooq.Tables.MEMBERS;
import static io.quartermaster.schema.jooq.Tables.USERS;

import io.quartermaster.platform.CanonicalUuid;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** SQL of what the actors of events are called: nothing of it is stored with the events, which outlive names. */
final class ActorNameStore {

    private static final String PERSON = "user:";
    private static final String KEY = "api_key:";
    private static final Map<String, String> KNOWN = Map.of("operator", "Operator key");

    /** The names in the tenant, by actor; a member is called there as the tenant calls them. Addresses are none. */
    Map<String, String> names(TenantScope tx, Collection<String> actors) {
        Map<String, String> names = names(tx.sql(), actors);
        UUID[] people = ids(actors, PERSON);
        if (people.length > 0) {
            tx.sql()
                    .select(MEMBERS.USER_ID, MEMBERS.DISPLAY_NAME)
                    .from(MEMBERS)
                    .where(MEMBERS.TENANT_ID.eq(tx.tenant().value()))
                    .and(MEMBERS.USER_ID.eq(DSL.any(people)))
                    .forEach(row -> names.put(PERSON + row.value1(), row.value2()));
        }
        UUID[] keys = ids(actors, KEY);
        if (keys.length > 0) {
            tx.sql()
                    .select(API_KEYS.ID, API_KEYS.NAME)
                    .from(API_KEYS)
                    .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                    .and(API_KEYS.ID.eq(DSL.any(keys)))
                    .forEach(row -> names.put(KEY + row.value1(), row.value2()));
        }
        return names;
    }

    Map<String, String> names(DeploymentTx tx, Collection<String> actors) {
        return names(tx.sql(), actors);
    }

    private static Map<String, String> names(DSLContext sql, Collection<String> actors) {
        Map<String, String> names = new HashMap<>(KNOWN);
        UUID[] people = ids(actors, PERSON);
        if (people.length > 0) {
            sql.select(USERS.ID, USERS.DISPLAY_NAME)
                    .from(USERS)
                    .where(USERS.ID.eq(DSL.any(people)))
                    .forEach(row -> names.put(PERSON + row.value1(), row.value2()));
        }
        return names;
    }

    private static UUID[] ids(Collection<String> actors, String kind) {
        return actors.stream()
                .filter(actor -> actor.startsWith(kind))
                .map(actor -> actor.substring(kind.length()))
                .flatMap(id -> CanonicalUuid.parse(id).stream())
                .distinct()
                .toArray(UUID[]::new);
    }
}
