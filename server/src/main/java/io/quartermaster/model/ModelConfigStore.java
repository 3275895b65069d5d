package io.quartermaster.model;

import static io.quartermaster.schema.jooq.Tables.MODEL_CONFIGS;

import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectSeekStep4;
import org.jooq.impl.DSL;

/** SQL of {@code model_configs}. */
final class ModelConfigStore {

    /** The config, a tombstone too. */
    Optional<ModelConfig> find(TenantScope tx, ModelConfigId id) {
        return tx.sql()
                .selectFrom(MODEL_CONFIGS)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.ID.eq(id.value()))
                .fetchOptional(ModelConfigStore::read);
    }

    /** One row more than the page holds, of what is not deleted: family, model, newest change first, id. */
    List<ModelConfig> list(TenantScope tx, PageRequest page, ModelFilter filter) {
        SelectSeekStep4<Record, String, String, Instant, UUID> ordered = tx.sql()
                .selectFrom(MODEL_CONFIGS)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.DELETED_AT.isNull())
                .and(condition(filter))
                .orderBy(
                        MODEL_CONFIGS.FAMILY,
                        MODEL_CONFIGS.MODEL,
                        MODEL_CONFIGS.UPDATED_AT.desc(),
                        MODEL_CONFIGS.ID.desc());
        Optional<Cursor> after = page.after();
        return after.isEmpty()
                ? ordered.limit(page.limit() + 1).fetch(ModelConfigStore::read)
                : ordered.seek(
                                after.get().text(0),
                                after.get().text(1),
                                after.get().time(2),
                                after.get().id(3))
                        .limit(page.limit() + 1)
                        .fetch(ModelConfigStore::read);
    }

    /** The live configs of a type in order of election among equals. */
    List<ModelConfig> listLive(TenantScope tx, ModelType type) {
        return tx.sql()
                .selectFrom(MODEL_CONFIGS)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.MODEL_TYPE.eq(type.word()))
                .and(MODEL_CONFIGS.LIVE)
                .orderBy(
                        MODEL_CONFIGS.FAMILY,
                        MODEL_CONFIGS.MODEL,
                        MODEL_CONFIGS.UPDATED_AT.desc(),
                        MODEL_CONFIGS.ID.desc())
                .fetch(ModelConfigStore::read);
    }

    List<ModelConfig> listLive(TenantScope tx) {
        return tx.sql()
                .selectFrom(MODEL_CONFIGS)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.LIVE)
                .fetch(ModelConfigStore::read);
    }

    /** What is bound to the provider, or, if {@code unboundToo}, belongs to its family and is bound to none. */
    List<ModelConfig> listServedBy(
            TenantScope tx, ProviderConfigId provider, ProviderFamily family, boolean unboundToo) {
        Condition served = MODEL_CONFIGS.BOUND_PROVIDER_ID.eq(provider.value());
        return tx.sql()
                .selectFrom(MODEL_CONFIGS)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.FAMILY.eq(family.word()))
                .and(MODEL_CONFIGS.DELETED_AT.isNull())
                .and(unboundToo ? served.or(MODEL_CONFIGS.PROVIDER_ID.isNull()) : served)
                .orderBy(MODEL_CONFIGS.MODEL, MODEL_CONFIGS.ID)
                .fetch(ModelConfigStore::read);
    }

    void insert(TenantTx tx, ModelConfig config) {
        tx.sql()
                .insertInto(MODEL_CONFIGS)
                .set(written(config))
                .set(MODEL_CONFIGS.TENANT_ID, tx.tenant().value())
                .set(MODEL_CONFIGS.ID, config.id().value())
                .set(MODEL_CONFIGS.MODEL_TYPE, config.type().word())
                .set(MODEL_CONFIGS.FAMILY, config.family().word())
                .set(MODEL_CONFIGS.CREATED_AT, config.createdAt())
                .set(MODEL_CONFIGS.CREATED_BY, config.createdBy())
                .execute();
    }

    void update(TenantTx tx, ModelConfig config) {
        tx.sql()
                .update(MODEL_CONFIGS)
                .set(written(config))
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.ID.eq(config.id().value()))
                .execute();
    }

    /** Makes a tombstone: history still resolves it, nothing else does. */
    void bury(TenantTx tx, ModelConfigId id, String by) {
        tx.sql()
                .update(MODEL_CONFIGS)
                .set(MODEL_CONFIGS.DELETED_AT, tx.now())
                .set(MODEL_CONFIGS.DELETED_BY, by)
                .set(MODEL_CONFIGS.VERSION, tx.version())
                .set(MODEL_CONFIGS.UPDATED_AT, tx.now())
                .set(MODEL_CONFIGS.UPDATED_BY, by)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.ID.eq(id.value()))
                .execute();
    }

    /** What a refused write means to the caller. */
    RuntimeException meaning(ConstraintViolation violation) {
        return switch (violation.constraint()) {
            case "model_configs_alias" ->
                new Problem(
                        ProblemType.ALREADY_EXISTS,
                        "Another model of this tenant has this alias; choose another one.",
                        new FieldError("alias", "already_exists", "is taken"));
            default -> violation;
        };
    }

    private static Condition condition(ModelFilter filter) {
        return DSL.and(
                filter.type()
                        .map(type -> MODEL_CONFIGS.MODEL_TYPE.eq(type.word()))
                        .orElse(DSL.noCondition()),
                filter.family()
                        .map(family -> MODEL_CONFIGS.FAMILY.eq(family.word()))
                        .orElse(DSL.noCondition()),
                filter.provider()
                        .map(provider -> MODEL_CONFIGS.PROVIDER_ID.eq(provider.value()))
                        .orElse(DSL.noCondition()));
    }

    private static Map<Field<?>, Object> written(ModelConfig config) {
        Map<Field<?>, Object> values = new HashMap<>();
        values.put(MODEL_CONFIGS.MODEL, config.model());
        values.put(MODEL_CONFIGS.ALIAS, config.alias().orElse(null));
        values.put(MODEL_CONFIGS.DISPLAY_NAME, config.displayName().orElse(null));
        values.put(
                MODEL_CONFIGS.PROVIDER_ID,
                config.providerId().map(ProviderConfigId::value).orElse(null));
        values.put(MODEL_CONFIGS.CONTEXT_LIMIT, config.contextLimit().orElse(null));
        values.put(MODEL_CONFIGS.COMPRESSION_THRESHOLD, config.compressionThreshold());
        values.put(MODEL_CONFIGS.ENABLED, config.enabled());
        values.put(MODEL_CONFIGS.VERSION, config.version());
        values.put(MODEL_CONFIGS.UPDATED_AT, config.updatedAt());
        values.put(MODEL_CONFIGS.UPDATED_BY, config.updatedBy());
        return values;
    }

    private static ModelConfig read(Record row) {
        return new ModelConfig(
                new ModelConfigId(row.get(MODEL_CONFIGS.ID)),
                ModelType.parse(row.get(MODEL_CONFIGS.MODEL_TYPE)).orElseThrow(),
                ProviderFamily.parse(row.get(MODEL_CONFIGS.FAMILY)).orElseThrow(),
                row.get(MODEL_CONFIGS.MODEL),
                Optional.ofNullable(row.get(MODEL_CONFIGS.ALIAS)),
                Optional.ofNullable(row.get(MODEL_CONFIGS.DISPLAY_NAME)),
                Optional.ofNullable(row.get(MODEL_CONFIGS.PROVIDER_ID)).map(ProviderConfigId::new),
                Optional.ofNullable(row.get(MODEL_CONFIGS.CONTEXT_LIMIT)),
                row.get(MODEL_CONFIGS.COMPRESSION_THRESHOLD),
                row.get(MODEL_CONFIGS.ENABLED),
                Optional.ofNullable(row.get(MODEL_CONFIGS.DELETED_AT)),
                row.get(MODEL_CONFIGS.VERSION),
                row.get(MODEL_CONFIGS.CREATED_AT),
                row.get(MODEL_CONFIGS.CREATED_BY),
                row.get(MODEL_CONFIGS.UPDATED_AT),
                row.get(MODEL_CONFIGS.UPDATED_BY));
    }
}
