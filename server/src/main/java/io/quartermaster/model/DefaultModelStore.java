package io.quartermaster.model;

import static io.quartermaster.schema.jooq.Tables.DEFAULT_MODELS;
import static org.jooq.impl.DSL.excluded;

import io.quartermaster.model.DefaultModel.Source;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import java.util.Map;
import java.util.Optional;
import org.jooq.Record;

/** SQL of {@code default_models}: one row a type, or none when it is unset. */
final class DefaultModelStore {

    Optional<DefaultModel> find(TenantScope tx, ModelType type) {
        return tx.sql()
                .selectFrom(DEFAULT_MODELS)
                .where(DEFAULT_MODELS.TENANT_ID.eq(tx.tenant().value()))
                .and(DEFAULT_MODELS.MODEL_TYPE.eq(type.word()))
                .fetchOptional(DefaultModelStore::read);
    }

    Map<ModelType, DefaultModel> list(TenantScope tx) {
        return tx.sql()
                .selectFrom(DEFAULT_MODELS)
                .where(DEFAULT_MODELS.TENANT_ID.eq(tx.tenant().value()))
                .fetchMap(
                        row -> ModelType.parse(row.get(DEFAULT_MODELS.MODEL_TYPE))
                                .orElseThrow(),
                        DefaultModelStore::read);
    }

    /** Sets the type's default, in one statement. The foreign key refuses what is not a live model of the type. */
    void put(TenantTx tx, ModelType type, Optional<ModelConfigId> model, Source source, String by) {
        tx.sql()
                .insertInto(DEFAULT_MODELS)
                .set(DEFAULT_MODELS.TENANT_ID, tx.tenant().value())
                .set(DEFAULT_MODELS.MODEL_TYPE, type.word())
                .set(
                        DEFAULT_MODELS.MODEL_CONFIG_ID,
                        model.map(ModelConfigId::value).orElse(null))
                .set(DEFAULT_MODELS.SOURCE, source.word())
                .set(DEFAULT_MODELS.VERSION, tx.version())
                .set(DEFAULT_MODELS.CREATED_AT, tx.now())
                .set(DEFAULT_MODELS.CREATED_BY, by)
                .set(DEFAULT_MODELS.UPDATED_AT, tx.now())
                .set(DEFAULT_MODELS.UPDATED_BY, by)
                .onConflict(DEFAULT_MODELS.TENANT_ID, DEFAULT_MODELS.MODEL_TYPE)
                .doUpdate()
                .set(DEFAULT_MODELS.MODEL_CONFIG_ID, excluded(DEFAULT_MODELS.MODEL_CONFIG_ID))
                .set(DEFAULT_MODELS.SOURCE, excluded(DEFAULT_MODELS.SOURCE))
                .set(DEFAULT_MODELS.VERSION, excluded(DEFAULT_MODELS.VERSION))
                .set(DEFAULT_MODELS.UPDATED_AT, excluded(DEFAULT_MODELS.UPDATED_AT))
                .set(DEFAULT_MODELS.UPDATED_BY, excluded(DEFAULT_MODELS.UPDATED_BY))
                .execute();
    }

    void delete(TenantTx tx, ModelType type) {
        tx.sql()
                .deleteFrom(DEFAULT_MODELS)
                .where(DEFAULT_MODELS.TENANT_ID.eq(tx.tenant().value()))
                .and(DEFAULT_MODELS.MODEL_TYPE.eq(type.word()))
                .execute();
    }

    private static DefaultModel read(Record row) {
        return new DefaultModel(
                ModelType.parse(row.get(DEFAULT_MODELS.MODEL_TYPE)).orElseThrow(),
                Optional.ofNullable(row.get(DEFAULT_MODELS.MODEL_CONFIG_ID)).map(ModelConfigId::new),
                Source.of(row.get(DEFAULT_MODELS.SOURCE)),
                row.get(DEFAULT_MODELS.VERSION),
                row.get(DEFAULT_MODELS.CREATED_AT),
                row.get(DEFAULT_MODELS.CREATED_BY),
                row.get(DEFAULT_MODELS.UPDATED_AT),
                row.get(DEFAULT_MODELS.UPDATED_BY));
    }
}
