package io.quartermaster.model;

import static io.quartermaster.schema.jooq.Tables.CATALOGUE_MODELS;
import static io.quartermaster.schema.jooq.Tables.DEFAULT_MODELS;
import static io.quartermaster.schema.jooq.Tables.MODEL_CONFIGS;
import static io.quartermaster.schema.jooq.Tables.PRICES;

import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.impl.DSL;

/** How a model config is read from and written to a row of {@code model_configs}. */
final class ModelRowStore {

    private static final Field<UUID[]> FALLBACKS = ModelFallbackStore.ofRow().as("fallbacks");

    private static final Field<Boolean> IS_DEFAULT = DSL.field(DSL.exists(DSL.selectOne()
                    .from(DEFAULT_MODELS)
                    .where(DEFAULT_MODELS.TENANT_ID.eq(MODEL_CONFIGS.TENANT_ID))
                    .and(DEFAULT_MODELS.MODEL_TYPE.eq(MODEL_CONFIGS.MODEL_TYPE))
                    .and(DEFAULT_MODELS.MODEL_CONFIG_ID.eq(MODEL_CONFIGS.ID))))
            .as("is_default");

    /** The operators' newest word on the price: its {@code prices} JSON {@code null} for "none"; absent when they have none or took it back. */
    private static final Field<JSONB> OPERATOR_PRICE = DSL.field(DSL.select(DSL.when(
                            PRICES.SOURCE.eq("operator"),
                            DSL.field(
                                    "jsonb_build_object('version', {0}, 'prices', {1})",
                                    JSONB.class, PRICES.VERSION, PRICES.PRICES_)))
                    .from(PRICES)
                    .where(PRICES.FAMILY.eq(MODEL_CONFIGS.FAMILY))
                    .and(PRICES.NAME.eq(MODEL_CONFIGS.MODEL))
                    .orderBy(PRICES.VERSION.desc())
                    .limit(1))
            .as("operator_price");

    private static final Field<Integer> OPERATOR_MOST_OUTPUT = DSL.field(
                    DSL.select(DSL.coalesce(CATALOGUE_MODELS.MAX_OUTPUT, CATALOGUE_MODELS.CONTEXT_WINDOW))
                            .from(CATALOGUE_MODELS)
                            .where(CATALOGUE_MODELS.FAMILY.eq(MODEL_CONFIGS.FAMILY))
                            .and(CATALOGUE_MODELS.NAME.eq(MODEL_CONFIGS.MODEL)))
            .as("operator_most_output");

    /** What a select reads so that {@link #facts} can make something of each row. */
    static final List<SelectFieldOrAsterisk> FIELDS =
            List.of(MODEL_CONFIGS.asterisk(), FALLBACKS, IS_DEFAULT, OPERATOR_PRICE, OPERATOR_MOST_OUTPUT);

    private ModelRowStore() {}

    static ModelFacts facts(Record row) {
        return new ModelFacts(
                config(row),
                row.get(IS_DEFAULT),
                Optional.ofNullable(row.get(OPERATOR_PRICE)).map(ModelRowStore::operatorPrice),
                Optional.ofNullable(row.get(OPERATOR_MOST_OUTPUT)));
    }

    static ModelConfig config(Record row) {
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
                new ModelTerms(
                        options(row.get(MODEL_CONFIGS.OPTIONS)),
                        Optional.ofNullable(row.get(MODEL_CONFIGS.PRICES)).map(PricesStore::prices),
                        Arrays.stream(row.get(FALLBACKS))
                                .map(ModelConfigId::new)
                                .toList()),
                Optional.ofNullable(row.get(MODEL_CONFIGS.DELETED_AT)),
                Optional.ofNullable(row.get(MODEL_CONFIGS.PROVIDER_NAME)),
                row.get(MODEL_CONFIGS.VERSION),
                row.get(MODEL_CONFIGS.CREATED_AT),
                row.get(MODEL_CONFIGS.CREATED_BY),
                row.get(MODEL_CONFIGS.UPDATED_AT),
                row.get(MODEL_CONFIGS.UPDATED_BY));
    }

    /** All that may differ after a change; a config that is written is no tombstone, or not any more. */
    static Map<Field<?>, Object> written(ModelConfig config) {
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
        values.put(MODEL_CONFIGS.OPTIONS, JSONB.valueOf(Json.text(config.terms().options())));
        values.put(
                MODEL_CONFIGS.PRICES,
                config.terms().prices().map(PricesStore::json).orElse(null));
        Stream.of(MODEL_CONFIGS.DELETED_AT, MODEL_CONFIGS.DELETED_BY, MODEL_CONFIGS.PROVIDER_NAME)
                .forEach(field -> values.put(field, null));
        values.put(MODEL_CONFIGS.VERSION, config.version());
        values.put(MODEL_CONFIGS.UPDATED_AT, config.updatedAt());
        values.put(MODEL_CONFIGS.UPDATED_BY, config.updatedBy());
        return values;
    }

    private static ModelOptions options(JSONB json) {
        return json.data().equals("{}") ? ModelOptions.NONE : new ModelOptions(Json.tree(json.data()));
    }

    private static ModelFacts.OperatorPrice operatorPrice(JSONB json) {
        return Json.readStored(json.data(), ModelFacts.OperatorPrice.class);
    }
}
