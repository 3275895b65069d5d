package io.quartermaster.model;

import static io.quartermaster.schema.jooq.Tables.MODEL_CONFIGS;
import static io.quartermaster.schema.jooq.Tables.PROVIDER_CONFIGS;

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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectSeekStep4;
import org.jooq.impl.DSL;

/** SQL of {@code model_configs}. */
final class ModelConfigStore {

    private final ModelFallbackStore fallbacks;

    ModelConfigStore(ModelFallbackStore fallbacks) {
        this.fallbacks = fallbacks;
    }

    /** The config, a tombstone too. */
    Optional<ModelConfig> find(TenantScope tx, ModelConfigId id) {
        return findFacts(tx, id).map(ModelFacts::config);
    }

    /** The config, a tombstone too, with what other tables say of it. */
    Optional<ModelFacts> findFacts(TenantScope tx, ModelConfigId id) {
        return select(tx).and(MODEL_CONFIGS.ID.eq(id.value())).fetchOptional(ModelRowStore::facts);
    }

    /**
     * One row more than the page holds: family, model, newest change first, id. One statement, whoever asks.
     *
     * @param usable what the list is narrowed to for those who see usable models only
     */
    List<ModelFacts> list(TenantScope tx, PageRequest page, ModelFilter filter, Optional<UsableProviders> usable) {
        SelectSeekStep4<Record, String, String, Instant, UUID> ordered = select(tx)
                .and(filter.deleted() ? MODEL_CONFIGS.DELETED_AT.isNotNull() : MODEL_CONFIGS.DELETED_AT.isNull())
                .and(condition(filter))
                .and(page.search()
                        .map(search -> search.in(
                                MODEL_CONFIGS.MODEL,
                                MODEL_CONFIGS.ALIAS,
                                MODEL_CONFIGS.DISPLAY_NAME,
                                MODEL_CONFIGS.FAMILY))
                        .orElse(DSL.noCondition()))
                .and(usable.map(ModelConfigStore::usable).orElse(DSL.noCondition()))
                .orderBy(
                        MODEL_CONFIGS.FAMILY,
                        MODEL_CONFIGS.MODEL,
                        MODEL_CONFIGS.UPDATED_AT.desc(),
                        MODEL_CONFIGS.ID.desc());
        Optional<Cursor> after = page.after();
        return after.isEmpty()
                ? ordered.limit(page.limit() + 1).fetch(ModelRowStore::facts)
                : ordered.seek(
                                after.get().text(0),
                                after.get().text(1),
                                after.get().time(2),
                                after.get().id(3))
                        .limit(page.limit() + 1)
                        .fetch(ModelRowStore::facts);
    }

    /** The live configs of a type in order of election among equals. */
    List<ModelConfig> listLive(TenantScope tx, ModelType type) {
        return select(tx)
                .and(MODEL_CONFIGS.MODEL_TYPE.eq(type.word()))
                .and(MODEL_CONFIGS.LIVE)
                .orderBy(
                        MODEL_CONFIGS.FAMILY,
                        MODEL_CONFIGS.MODEL,
                        MODEL_CONFIGS.UPDATED_AT.desc(),
                        MODEL_CONFIGS.ID.desc())
                .fetch(ModelRowStore::config);
    }

    List<ModelFacts> listLive(TenantScope tx) {
        return select(tx).and(MODEL_CONFIGS.LIVE).fetch(ModelRowStore::facts);
    }

    /** What is bound to the provider, or, if {@code unboundToo}, belongs to its family and is bound to none. */
    List<ModelConfig> listServedBy(
            TenantScope tx, ProviderConfigId provider, ProviderFamily family, boolean unboundToo) {
        Condition served = MODEL_CONFIGS.BOUND_PROVIDER_ID.eq(provider.value());
        return select(tx)
                .and(MODEL_CONFIGS.FAMILY.eq(family.word()))
                .and(MODEL_CONFIGS.DELETED_AT.isNull())
                .and(unboundToo ? served.or(MODEL_CONFIGS.PROVIDER_ID.isNull()) : served)
                .orderBy(MODEL_CONFIGS.MODEL, MODEL_CONFIGS.ID)
                .fetch(ModelRowStore::config);
    }

    void insert(TenantTx tx, ModelConfig config) {
        tx.sql()
                .insertInto(MODEL_CONFIGS)
                .set(ModelRowStore.written(config))
                .set(MODEL_CONFIGS.TENANT_ID, tx.tenant().value())
                .set(MODEL_CONFIGS.ID, config.id().value())
                .set(MODEL_CONFIGS.MODEL_TYPE, config.type().word())
                .set(MODEL_CONFIGS.FAMILY, config.family().word())
                .set(MODEL_CONFIGS.CREATED_AT, config.createdAt())
                .set(MODEL_CONFIGS.CREATED_BY, config.createdBy())
                .execute();
        fallbacks.insert(tx, config);
    }

    /** Writes all of the config; a tombstone that is not deleted any more comes back to life. */
    void update(TenantTx tx, ModelConfig config) {
        tx.sql()
                .update(MODEL_CONFIGS)
                .set(ModelRowStore.written(config))
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.ID.eq(config.id().value()))
                .execute();
        fallbacks.put(tx, config);
    }

    /** Makes a tombstone: history still resolves it, nothing else does. */
    void bury(TenantTx tx, ModelConfigId id, String by) {
        tx.sql()
                .update(MODEL_CONFIGS)
                .set(MODEL_CONFIGS.DELETED_AT, tx.now())
                .set(MODEL_CONFIGS.DELETED_BY, by)
                .set(MODEL_CONFIGS.PROVIDER_NAME, nameOfProvider(tx))
                .set(MODEL_CONFIGS.VERSION, tx.version())
                .set(MODEL_CONFIGS.UPDATED_AT, tx.now())
                .set(MODEL_CONFIGS.UPDATED_BY, by)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.ID.eq(id.value()))
                .execute();
    }

    /** Notes that something of the models has changed beside their rows. */
    void touch(TenantTx tx, Collection<ModelConfigId> models, String by) {
        tx.sql()
                .update(MODEL_CONFIGS)
                .set(MODEL_CONFIGS.VERSION, tx.version())
                .set(MODEL_CONFIGS.UPDATED_AT, tx.now())
                .set(MODEL_CONFIGS.UPDATED_BY, by)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.ID.in(
                        models.stream().map(ModelConfigId::value).toList()))
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

    /** Names that a provider config serves already: bound to it, or bound to none and of its family. */
    Set<String> configuredNames(TenantScope tx, ProviderFamily family, ProviderConfigId provider) {
        return tx.sql()
                .selectDistinct(MODEL_CONFIGS.MODEL)
                .from(MODEL_CONFIGS)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_CONFIGS.DELETED_AT.isNull())
                .and(MODEL_CONFIGS.FAMILY.eq(family.word()))
                .and(MODEL_CONFIGS.PROVIDER_ID.isNull().or(MODEL_CONFIGS.PROVIDER_ID.eq(provider.value())))
                .fetchSet(MODEL_CONFIGS.MODEL);
    }

    private static SelectConditionStep<Record> select(TenantScope tx) {
        return tx.sql()
                .select(ModelRowStore.FIELDS)
                .from(MODEL_CONFIGS)
                .where(MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()));
    }

    private static Condition usable(UsableProviders usable) {
        Condition bound = MODEL_CONFIGS.PROVIDER_ID.in(
                usable.bindings().stream().map(ProviderConfigId::value).toList());
        Condition unbound = MODEL_CONFIGS
                .PROVIDER_ID
                .isNull()
                .and(MODEL_CONFIGS.FAMILY.in(
                        usable.families().stream().map(ProviderFamily::word).toList()));
        return DSL.condition(MODEL_CONFIGS.LIVE).and(bound.or(unbound));
    }

    private static Field<String> nameOfProvider(TenantTx tx) {
        return DSL.field(DSL.select(PROVIDER_CONFIGS.NAME)
                .from(PROVIDER_CONFIGS)
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(PROVIDER_CONFIGS.ID.eq(MODEL_CONFIGS.PROVIDER_ID)));
    }
}
