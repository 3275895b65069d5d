package io.quartermaster.provider;

import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_DATA_KEYS;
import static io.quartermaster.schema.jooq.Tables.PROVIDER_CONFIGS;
import static io.quartermaster.schema.jooq.Tables.SHARED_PROVIDERS;
import static io.quartermaster.schema.jooq.Tables.TENANTS;
import static io.quartermaster.schema.jooq.Tables.TENANT_DATA_KEYS;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.Search;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.json.Json;
import io.quartermaster.secret.SealedSecret;
import io.quartermaster.secret.WrappedDataKey;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** SQL of {@code provider_configs}. */
final class ProviderConfigStore {

    private static final int LONGEST_NAME = 200;

    Optional<ProviderRow> find(TenantScope tx, ProviderConfigId id) {
        return rows(tx, PROVIDER_CONFIGS.ID.eq(id.value())).fetchOptional(ProviderConfigStore::readRow);
    }

    /** The tenant's config that is a grant of the shared provider. */
    Optional<ProviderRow> find(TenantScope tx, SharedProviderId id) {
        return rows(tx, PROVIDER_CONFIGS.SHARED_PROVIDER_ID.eq(id.value())).fetchOptional(ProviderConfigStore::readRow);
    }

    /** A name that no config of the tenant has: the wished one, else with a number behind it. */
    String freeName(TenantTx tx, String wished) {
        Set<String> taken = tx.sql()
                .select(PROVIDER_CONFIGS.NAME)
                .from(PROVIDER_CONFIGS)
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .fetchSet(PROVIDER_CONFIGS.NAME);
        String name = wished;
        for (int number = 2; taken.contains(name); number++) {
            String tail = " (" + number + ")";
            int kept = Math.min(wished.codePointCount(0, wished.length()), LONGEST_NAME - tail.length());
            name = wished.substring(0, wished.offsetByCodePoints(0, kept)) + tail;
        }
        return name;
    }

    /** What those of them that there are are called. */
    Map<ProviderConfigId, String> names(TenantScope tx, Collection<ProviderConfigId> ids) {
        return tx.sql()
                .select(PROVIDER_CONFIGS.ID, PROVIDER_CONFIGS.NAME)
                .from(PROVIDER_CONFIGS)
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(PROVIDER_CONFIGS.ID.eq(
                        DSL.any(ids.stream().map(ProviderConfigId::value).toArray(UUID[]::new))))
                .fetchMap(row -> new ProviderConfigId(row.value1()), row -> row.value2());
    }

    /** All of the tenant, in order of precedence. */
    List<ProviderRow> listByPrecedence(TenantScope tx) {
        return rows(tx, DSL.noCondition())
                .orderBy(PROVIDER_CONFIGS.PRIORITY, PROVIDER_CONFIGS.CREATED_AT, PROVIDER_CONFIGS.ID)
                .fetch(ProviderConfigStore::readRow);
    }

    /** All of a family, in order of precedence. */
    List<ProviderRow> listByPrecedence(TenantScope tx, ProviderFamily family) {
        return rows(tx, PROVIDER_CONFIGS.FAMILY.eq(family.word()))
                .orderBy(PROVIDER_CONFIGS.PRIORITY, PROVIDER_CONFIGS.CREATED_AT, PROVIDER_CONFIGS.ID)
                .fetch(ProviderConfigStore::readRow);
    }

    /** By family, and in a family by precedence. */
    Page<ProviderRow> list(TenantScope tx, PageRequest page) {
        return list(tx, page, DSL.noCondition());
    }

    /** The enabled ones that take user keys, in the same order; a grant never takes any. */
    Page<ProviderRow> listTakingUserKeys(TenantScope tx, PageRequest page) {
        return list(tx, page, DSL.condition(PROVIDER_CONFIGS.ENABLED).and(PROVIDER_CONFIGS.USER_KEY_ALLOWED));
    }

    private static Page<ProviderRow> list(TenantScope tx, PageRequest page, Condition which) {
        Condition after = page.after().map(ProviderConfigStore::after).orElse(DSL.noCondition());
        Condition found = page.search().map(ProviderConfigStore::found).orElse(DSL.noCondition());
        List<ProviderRow> rows = rows(tx, which.and(found).and(after))
                .orderBy(
                        PROVIDER_CONFIGS.FAMILY,
                        PROVIDER_CONFIGS.PRIORITY,
                        PROVIDER_CONFIGS.CREATED_AT,
                        PROVIDER_CONFIGS.ID)
                .limit(page.limit() + 1)
                .fetch(ProviderConfigStore::readRow);
        return Page.of(
                rows,
                page,
                row -> Cursor.of(
                        row.config().family().word(),
                        String.valueOf(row.config().priority()),
                        row.config().createdAt().toString(),
                        row.config().id().toString()));
    }

    /** Of the own base URL the host; a granted one has none, and what it is called at is not for tenants to find out. */
    private static Condition found(Search search) {
        return search.in(
                PROVIDER_CONFIGS.NAME,
                PROVIDER_CONFIGS.FAMILY,
                DSL.splitPart(PROVIDER_CONFIGS.BASE_URL, DSL.inline("/"), DSL.inline(3)));
    }

    /** The tenant's configs with all that decides how they are called, by one statement. */
    private static SelectConditionStep<Record> rows(TenantScope tx, Condition condition) {
        return tx.sql()
                .select(PROVIDER_CONFIGS.fields())
                .select(SHARED_PROVIDERS.fields())
                .select(TENANTS.DEPLOYMENT_KEY_FAMILIES)
                .select(TENANT_DATA_KEYS.ID, TENANT_DATA_KEYS.MASTER_KEY_ID, TENANT_DATA_KEYS.WRAPPED_KEY)
                .select(DEPLOYMENT_DATA_KEYS.ID, DEPLOYMENT_DATA_KEYS.MASTER_KEY_ID, DEPLOYMENT_DATA_KEYS.WRAPPED_KEY)
                .from(PROVIDER_CONFIGS)
                .join(TENANTS)
                .on(TENANTS.ID.eq(PROVIDER_CONFIGS.TENANT_ID))
                .leftJoin(TENANT_DATA_KEYS)
                .on(TENANT_DATA_KEYS.TENANT_ID.eq(PROVIDER_CONFIGS.TENANT_ID))
                .and(TENANT_DATA_KEYS.ID.eq(PROVIDER_CONFIGS.API_KEY_DATA_KEY_ID))
                .leftJoin(SHARED_PROVIDERS)
                .on(SHARED_PROVIDERS.ID.eq(PROVIDER_CONFIGS.SHARED_PROVIDER_ID))
                .leftJoin(DEPLOYMENT_DATA_KEYS)
                .on(DEPLOYMENT_DATA_KEYS.ID.eq(SHARED_PROVIDERS.API_KEY_DATA_KEY_ID))
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(condition);
    }

    void insert(TenantTx tx, ProviderConfig config) {
        tx.sql()
                .insertInto(PROVIDER_CONFIGS)
                .set(written(config))
                .set(PROVIDER_CONFIGS.TENANT_ID, tx.tenant().value())
                .set(PROVIDER_CONFIGS.ID, config.id().value())
                .set(PROVIDER_CONFIGS.FAMILY, config.family().word())
                .set(
                        PROVIDER_CONFIGS.SHARED_PROVIDER_ID,
                        config.sharedProviderId().map(SharedProviderId::value).orElse(null))
                .set(PROVIDER_CONFIGS.CREATED_AT, config.createdAt())
                .set(PROVIDER_CONFIGS.CREATED_BY, config.createdBy())
                .execute();
    }

    void update(TenantTx tx, ProviderConfig config) {
        tx.sql()
                .update(PROVIDER_CONFIGS)
                .set(written(config))
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(PROVIDER_CONFIGS.ID.eq(config.id().value()))
                .execute();
    }

    void delete(TenantTx tx, ProviderConfigId id) {
        tx.sql()
                .deleteFrom(PROVIDER_CONFIGS)
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(PROVIDER_CONFIGS.ID.eq(id.value()))
                .execute();
    }

    /** What a refused write means to the caller. */
    RuntimeException meaning(ConstraintViolation violation) {
        return switch (violation.constraint()) {
            case "provider_configs_name" ->
                new Problem(
                        ProblemType.ALREADY_EXISTS,
                        "Another provider config of this tenant has this name; choose another one.",
                        new FieldError("name", "already_exists", "is taken"));
            default -> violation;
        };
    }

    private static Map<Field<?>, Object> written(ProviderConfig config) {
        Map<Field<?>, Object> values = new HashMap<>();
        values.put(PROVIDER_CONFIGS.NAME, config.name());
        values.put(
                PROVIDER_CONFIGS.BASE_URL, config.baseUrl().map(URI::toString).orElse(null));
        values.put(
                PROVIDER_CONFIGS.CREDENTIAL_KIND,
                config.key().map(key -> key.form().word()).orElse(null));
        values.put(PROVIDER_CONFIGS.SETTINGS, JSONB.jsonb(Json.text(config.settings())));
        values.put(
                PROVIDER_CONFIGS.API_KEY_SEALED,
                config.key().map(key -> key.sealed().ciphertext().toByteArray()).orElse(null));
        values.put(
                PROVIDER_CONFIGS.API_KEY_DATA_KEY_ID,
                config.key().map(key -> key.sealed().dataKeyId()).orElse(null));
        values.put(
                PROVIDER_CONFIGS.API_KEY_LAST_FOUR,
                config.key().map(StoredKey::lastFour).orElse(null));
        values.put(
                PROVIDER_CONFIGS.API_KEY_FINGERPRINT,
                config.key().map(StoredKey::fingerprint).orElse(null));
        values.put(PROVIDER_CONFIGS.CENTRAL_KEY_ENABLED, config.policy().centralKeyEnabled());
        values.put(PROVIDER_CONFIGS.USER_KEY_ALLOWED, config.policy().userKeyAllowed());
        values.put(PROVIDER_CONFIGS.CENTRAL_KEY_FALLBACK, config.policy().centralKeyFallback());
        values.put(PROVIDER_CONFIGS.ENABLED, config.enabled());
        values.put(PROVIDER_CONFIGS.PRIORITY, config.priority());
        values.put(PROVIDER_CONFIGS.VERSION, config.version());
        values.put(PROVIDER_CONFIGS.UPDATED_AT, config.updatedAt());
        values.put(PROVIDER_CONFIGS.UPDATED_BY, config.updatedBy());
        return values;
    }

    private static Condition after(Cursor cursor) {
        return DSL.row(
                        PROVIDER_CONFIGS.FAMILY,
                        PROVIDER_CONFIGS.PRIORITY,
                        PROVIDER_CONFIGS.CREATED_AT,
                        PROVIDER_CONFIGS.ID)
                .gt(cursor.text(0), cursor.integer(1), cursor.time(2), cursor.id(3));
    }

    private static ProviderRow readRow(Record row) {
        ProviderConfig config = read(row);
        return new ProviderRow(
                config,
                config.sharedProviderId().map(_ -> SharedProviderStore.read(row)),
                List.of(row.get(TENANTS.DEPLOYMENT_KEY_FAMILIES)),
                config.sharedProviderId().isPresent()
                        ? dataKey(
                                row.get(DEPLOYMENT_DATA_KEYS.ID),
                                row.get(DEPLOYMENT_DATA_KEYS.MASTER_KEY_ID),
                                row.get(DEPLOYMENT_DATA_KEYS.WRAPPED_KEY))
                        : dataKey(
                                row.get(TENANT_DATA_KEYS.ID),
                                row.get(TENANT_DATA_KEYS.MASTER_KEY_ID),
                                row.get(TENANT_DATA_KEYS.WRAPPED_KEY)));
    }

    static Optional<WrappedDataKey> dataKey(
            @Nullable UUID id, @Nullable String masterKeyId, byte @Nullable [] wrapped) {
        return id == null || masterKeyId == null || wrapped == null
                ? Optional.empty()
                : Optional.of(new WrappedDataKey(id, masterKeyId, Bytes.copyFrom(wrapped)));
    }

    private static ProviderConfig read(Record row) {
        return new ProviderConfig(
                new ProviderConfigId(row.get(PROVIDER_CONFIGS.ID)),
                ProviderFamily.parse(row.get(PROVIDER_CONFIGS.FAMILY)).orElseThrow(),
                Optional.ofNullable(row.get(PROVIDER_CONFIGS.SHARED_PROVIDER_ID))
                        .map(SharedProviderId::new),
                row.get(PROVIDER_CONFIGS.NAME),
                Optional.ofNullable(row.get(PROVIDER_CONFIGS.BASE_URL)).map(URI::create),
                Json.tree(row.get(PROVIDER_CONFIGS.SETTINGS).data()),
                Optional.ofNullable(row.get(PROVIDER_CONFIGS.API_KEY_SEALED))
                        .map(ciphertext -> readKey(row, ciphertext)),
                new CredentialPolicy(
                        row.get(PROVIDER_CONFIGS.CENTRAL_KEY_ENABLED),
                        row.get(PROVIDER_CONFIGS.USER_KEY_ALLOWED),
                        row.get(PROVIDER_CONFIGS.CENTRAL_KEY_FALLBACK)),
                row.get(PROVIDER_CONFIGS.ENABLED),
                row.get(PROVIDER_CONFIGS.PRIORITY),
                row.get(PROVIDER_CONFIGS.VERSION),
                row.get(PROVIDER_CONFIGS.CREATED_AT),
                row.get(PROVIDER_CONFIGS.CREATED_BY),
                row.get(PROVIDER_CONFIGS.UPDATED_AT),
                row.get(PROVIDER_CONFIGS.UPDATED_BY));
    }

    private static StoredKey readKey(Record row, byte[] ciphertext) {
        return new StoredKey(
                CredentialForm.of(row.get(PROVIDER_CONFIGS.CREDENTIAL_KIND)),
                SealedSecret.of(ciphertext, row.get(PROVIDER_CONFIGS.API_KEY_DATA_KEY_ID)),
                row.get(PROVIDER_CONFIGS.API_KEY_LAST_FOUR),
                row.get(PROVIDER_CONFIGS.API_KEY_FINGERPRINT));
    }
}
