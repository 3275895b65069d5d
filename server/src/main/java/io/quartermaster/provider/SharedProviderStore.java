package io.quartermaster.provider;

import static io.quartermaster.schema.jooq.Tables.SHARED_PROVIDERS;

import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.json.Json;
import io.quartermaster.secret.SealedSecret;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** SQL of {@code shared_providers}, a table of the deployment. */
final class SharedProviderStore {

    /** One that is being deleted is found too. */
    Optional<SharedProvider> find(DSLContext sql, SharedProviderId id) {
        return sql.selectFrom(SHARED_PROVIDERS)
                .where(SHARED_PROVIDERS.ID.eq(id.value()))
                .fetchOptional(SharedProviderStore::read);
    }

    /** By name, without those being deleted. */
    Page<SharedProvider> list(DSLContext sql, PageRequest page) {
        Condition after = page.after()
                .map(cursor -> SHARED_PROVIDERS.NAME.gt(cursor.text(0)))
                .orElse(DSL.noCondition());
        List<SharedProvider> rows = sql.selectFrom(SHARED_PROVIDERS)
                .where(SHARED_PROVIDERS.DELETED_AT.isNull())
                .and(page.search()
                        .map(search -> search.in(
                                SHARED_PROVIDERS.NAME,
                                SHARED_PROVIDERS.FAMILY,
                                DSL.splitPart(SHARED_PROVIDERS.BASE_URL, DSL.inline("/"), DSL.inline(3))))
                        .orElse(DSL.noCondition()))
                .and(after)
                .orderBy(SHARED_PROVIDERS.NAME)
                .limit(page.limit() + 1)
                .fetch(SharedProviderStore::read);
        return Page.of(rows, page, shared -> Cursor.of(shared.name()));
    }

    /** Those whose deletion has begun. */
    List<SharedProvider> listDeleted(DSLContext sql) {
        return sql.selectFrom(SHARED_PROVIDERS)
                .where(SHARED_PROVIDERS.DELETED_AT.isNotNull())
                .orderBy(SHARED_PROVIDERS.ID)
                .fetch(SharedProviderStore::read);
    }

    void insert(DeploymentChangeTx tx, SharedProvider shared) {
        tx.sql()
                .insertInto(SHARED_PROVIDERS)
                .set(written(shared))
                .set(SHARED_PROVIDERS.ID, shared.id().value())
                .set(SHARED_PROVIDERS.FAMILY, shared.family().word())
                .set(SHARED_PROVIDERS.CREATED_AT, shared.createdAt())
                .set(SHARED_PROVIDERS.CREATED_BY, shared.createdBy())
                .execute();
    }

    void update(DeploymentChangeTx tx, SharedProvider shared) {
        tx.sql()
                .update(SHARED_PROVIDERS)
                .set(written(shared))
                .where(SHARED_PROVIDERS.ID.eq(shared.id().value()))
                .execute();
    }

    void delete(DeploymentChangeTx tx, SharedProviderId id) {
        tx.sql()
                .deleteFrom(SHARED_PROVIDERS)
                .where(SHARED_PROVIDERS.ID.eq(id.value()))
                .execute();
    }

    /** What a refused write means to the caller. */
    RuntimeException meaning(ConstraintViolation violation) {
        return switch (violation.constraint()) {
            case "shared_providers_name" ->
                new Problem(
                        ProblemType.ALREADY_EXISTS,
                        "Another shared provider has this name; choose another one.",
                        new FieldError("name", "already_exists", "is taken"));
            default -> violation;
        };
    }

    private static Map<Field<?>, Object> written(SharedProvider shared) {
        Optional<StoredKey> key = shared.key();
        Map<Field<?>, Object> values = new HashMap<>();
        values.put(SHARED_PROVIDERS.NAME, shared.name());
        values.put(
                SHARED_PROVIDERS.BASE_URL, shared.baseUrl().map(URI::toString).orElse(null));
        values.put(SHARED_PROVIDERS.SETTINGS, JSONB.jsonb(Json.text(shared.settings())));
        values.put(
                SHARED_PROVIDERS.CREDENTIAL_KIND,
                key.map(stored -> stored.form().word()).orElse(null));
        values.put(
                SHARED_PROVIDERS.API_KEY_SEALED,
                key.map(stored -> stored.sealed().ciphertext().toByteArray()).orElse(null));
        values.put(
                SHARED_PROVIDERS.API_KEY_DATA_KEY_ID,
                key.map(stored -> stored.sealed().dataKeyId()).orElse(null));
        values.put(
                SHARED_PROVIDERS.API_KEY_LAST_FOUR, key.map(StoredKey::lastFour).orElse(null));
        values.put(
                SHARED_PROVIDERS.API_KEY_FINGERPRINT,
                key.map(StoredKey::fingerprint).orElse(null));
        values.put(SHARED_PROVIDERS.ENABLED, shared.enabled());
        values.put(SHARED_PROVIDERS.DELETED_AT, shared.deletedAt().orElse(null));
        values.put(SHARED_PROVIDERS.VERSION, shared.version());
        values.put(SHARED_PROVIDERS.UPDATED_AT, shared.updatedAt());
        values.put(SHARED_PROVIDERS.UPDATED_BY, shared.updatedBy());
        return values;
    }

    static SharedProvider read(Record row) {
        return new SharedProvider(
                new SharedProviderId(row.get(SHARED_PROVIDERS.ID)),
                ProviderFamily.parse(row.get(SHARED_PROVIDERS.FAMILY)).orElseThrow(),
                row.get(SHARED_PROVIDERS.NAME),
                Optional.ofNullable(row.get(SHARED_PROVIDERS.BASE_URL)).map(URI::create),
                Json.tree(row.get(SHARED_PROVIDERS.SETTINGS).data()),
                Optional.ofNullable(row.get(SHARED_PROVIDERS.API_KEY_SEALED))
                        .map(ciphertext -> readKey(row, ciphertext)),
                row.get(SHARED_PROVIDERS.ENABLED),
                Optional.ofNullable(row.get(SHARED_PROVIDERS.DELETED_AT)),
                row.get(SHARED_PROVIDERS.VERSION),
                row.get(SHARED_PROVIDERS.CREATED_AT),
                row.get(SHARED_PROVIDERS.CREATED_BY),
                row.get(SHARED_PROVIDERS.UPDATED_AT),
                row.get(SHARED_PROVIDERS.UPDATED_BY));
    }

    private static StoredKey readKey(Record row, byte[] ciphertext) {
        return new StoredKey(
                CredentialForm.of(row.get(SHARED_PROVIDERS.CREDENTIAL_KIND)),
                SealedSecret.of(ciphertext, row.get(SHARED_PROVIDERS.API_KEY_DATA_KEY_ID)),
                row.get(SHARED_PROVIDERS.API_KEY_LAST_FOUR),
                row.get(SHARED_PROVIDERS.API_KEY_FINGERPRINT));
    }
}
