package io.quartermaster.model;

import static io.quartermaster.schema.jooq.Tables.MODEL_CONFIGS;
import static io.quartermaster.schema.jooq.Tables.MODEL_FALLBACKS;

import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** SQL of {@code model_fallbacks}: which models are tried after which, in order. */
final class ModelFallbackStore {

    /** The fallbacks of the {@code model_configs} row at hand, in order. */
    static Field<UUID[]> ofRow() {
        return DSL.array(DSL.select(MODEL_FALLBACKS.FALLBACK_ID)
                .from(MODEL_FALLBACKS)
                .where(MODEL_FALLBACKS.TENANT_ID.eq(MODEL_CONFIGS.TENANT_ID))
                .and(MODEL_FALLBACKS.MODEL_CONFIG_ID.eq(MODEL_CONFIGS.ID))
                .orderBy(MODEL_FALLBACKS.POSITION));
    }

    /** Every step of the tenant's chains, those of tombstones too. */
    Map<ModelConfigId, Set<ModelConfigId>> steps(TenantScope tx) {
        return tx
                .sql()
                .select(MODEL_FALLBACKS.MODEL_CONFIG_ID, MODEL_FALLBACKS.FALLBACK_ID)
                .from(MODEL_FALLBACKS)
                .where(MODEL_FALLBACKS.TENANT_ID.eq(tx.tenant().value()))
                .fetch()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> new ModelConfigId(row.value1()),
                        Collectors.mapping(row -> new ModelConfigId(row.value2()), Collectors.toSet())));
    }

    void put(TenantTx tx, ModelConfig config) {
        tx.sql()
                .deleteFrom(MODEL_FALLBACKS)
                .where(MODEL_FALLBACKS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_FALLBACKS.MODEL_CONFIG_ID.eq(config.id().value()))
                .execute();
        insert(tx, config);
    }

    void insert(TenantTx tx, ModelConfig config) {
        List<ModelConfigId> fallbacks = config.terms().fallbacks();
        if (fallbacks.isEmpty()) {
            return;
        }
        var insert = tx.sql()
                .insertInto(
                        MODEL_FALLBACKS,
                        MODEL_FALLBACKS.TENANT_ID,
                        MODEL_FALLBACKS.MODEL_CONFIG_ID,
                        MODEL_FALLBACKS.POSITION,
                        MODEL_FALLBACKS.MODEL_TYPE,
                        MODEL_FALLBACKS.FALLBACK_ID);
        for (int position = 0; position < fallbacks.size(); position++) {
            insert = insert.values(
                    tx.tenant().value(),
                    config.id().value(),
                    position,
                    config.type().word(),
                    fallbacks.get(position).value());
        }
        insert.execute();
    }

    /** Takes {@code models} out of the fallbacks of all others, and answers whose they were. */
    Set<ModelConfigId> forget(TenantTx tx, Collection<ModelConfigId> models) {
        return tx
                .sql()
                .deleteFrom(MODEL_FALLBACKS)
                .where(MODEL_FALLBACKS.TENANT_ID.eq(tx.tenant().value()))
                .and(MODEL_FALLBACKS.FALLBACK_ID.in(
                        models.stream().map(ModelConfigId::value).toList()))
                .returning(MODEL_FALLBACKS.MODEL_CONFIG_ID)
                .fetch()
                .stream()
                .map(row -> new ModelConfigId(row.get(MODEL_FALLBACKS.MODEL_CONFIG_ID)))
                .collect(Collectors.toSet());
    }
}
