package io.quartermaster.provider;

import static io.quartermaster.schema.jooq.Tables.PROVIDER_CONFIGS;

import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.secret.SealedSecret;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** SQL of {@code provider_configs}. */
final class ProviderConfigStore {

    Optional<ProviderConfig> find(TenantScope tx, ProviderConfigId id) {
        return tx.sql()
                .selectFrom(PROVIDER_CONFIGS)
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(PROVIDER_CONFIGS.ID.eq(id.value()))
                .fetchOptional(ProviderConfigStore::read);
    }

    /** All of the tenant, in order of precedence. */
    List<ProviderConfig> listByPrecedence(TenantScope tx) {
        return tx.sql()
                .selectFrom(PROVIDER_CONFIGS)
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .orderBy(PROVIDER_CONFIGS.PRIORITY, PROVIDER_CONFIGS.CREATED_AT, PROVIDER_CONFIGS.ID)
                .fetch(ProviderConfigStore::read);
    }

    /** By family, and in a family by precedence. */
    Page<ProviderConfig> list(TenantScope tx, PageRequest page) {
        Condition after = page.after().map(ProviderConfigStore::after).orElse(DSL.noCondition());
        List<ProviderConfig> configs = tx.sql()
                .selectFrom(PROVIDER_CONFIGS)
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(after)
                .orderBy(
                        PROVIDER_CONFIGS.FAMILY,
                        PROVIDER_CONFIGS.PRIORITY,
                        PROVIDER_CONFIGS.CREATED_AT,
                        PROVIDER_CONFIGS.ID)
                .limit(page.limit() + 1)
                .fetch(ProviderConfigStore::read);
        return Page.of(
                configs,
                page,
                config -> Cursor.of(
                        config.family().word(),
                        String.valueOf(config.priority()),
                        config.createdAt().toString(),
                        config.id().toString()));
    }

    void insert(TenantTx tx, ProviderConfig config) {
        tx.sql()
                .insertInto(PROVIDER_CONFIGS)
                .set(written(config))
                .set(PROVIDER_CONFIGS.TENANT_ID, tx.tenant().value())
                .set(PROVIDER_CONFIGS.ID, config.id().value())
                .set(PROVIDER_CONFIGS.FAMILY, config.family().word())
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
                config.key().map(key -> "api_key").orElse(null));
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

    private static ProviderConfig read(Record row) {
        return new ProviderConfig(
                new ProviderConfigId(row.get(PROVIDER_CONFIGS.ID)),
                ProviderFamily.parse(row.get(PROVIDER_CONFIGS.FAMILY)).orElseThrow(),
                row.get(PROVIDER_CONFIGS.NAME),
                Optional.ofNullable(row.get(PROVIDER_CONFIGS.BASE_URL)).map(URI::create),
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
                SealedSecret.of(ciphertext, row.get(PROVIDER_CONFIGS.API_KEY_DATA_KEY_ID)),
                row.get(PROVIDER_CONFIGS.API_KEY_LAST_FOUR),
                row.get(PROVIDER_CONFIGS.API_KEY_FINGERPRINT));
    }
}
