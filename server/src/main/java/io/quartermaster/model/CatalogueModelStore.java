package io.quartermaster.model;

import static io.quartermaster.schema.jooq.Tables.CATALOGUE_MODELS;
import static io.quartermaster.schema.jooq.Tables.PRICES;
import static org.jooq.impl.DSL.excluded;

import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.provider.ProviderFamily;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;

/** SQL of {@code catalogue_models} and {@code prices}: what operators say, never what is shipped. */
final class CatalogueModelStore {

    /** An operator's row. */
    record Row(CatalogueModel model, long version, Instant updatedAt, String updatedBy) {}

    /** One price of the history; of the source {@code shipped} what the release said then. */
    record PriceRow(
            CatalogueKey key, long version, boolean byOperator, Optional<Prices> prices, Instant at, String by) {}

    /** The reads of a change. */
    static DeploymentTx reading(DeploymentChangeTx tx) {
        return new DeploymentTx(tx.sql());
    }

    List<Row> list(DeploymentTx tx) {
        return tx.sql().selectFrom(CATALOGUE_MODELS).fetch(CatalogueModelStore::row);
    }

    Optional<Row> find(DeploymentTx tx, CatalogueKey key) {
        return tx.sql().selectFrom(CATALOGUE_MODELS).where(is(key)).fetchOptional(CatalogueModelStore::row);
    }

    /** The newest price of each model that ever had one. */
    List<PriceRow> listNewestPrices(DeploymentTx tx) {
        return tx.sql()
                .select(PRICES.fields())
                .distinctOn(PRICES.FAMILY, PRICES.NAME)
                .from(PRICES)
                .orderBy(PRICES.FAMILY, PRICES.NAME, PRICES.VERSION.desc())
                .fetch(CatalogueModelStore::price);
    }

    /** Newest first, at most {@code limit}. */
    List<PriceRow> listPrices(DeploymentTx tx, CatalogueKey key, int limit) {
        return tx.sql()
                .selectFrom(PRICES)
                .where(PRICES.FAMILY.eq(key.family().word()))
                .and(PRICES.NAME.eq(key.name()))
                .orderBy(PRICES.VERSION.desc())
                .limit(limit)
                .fetch(CatalogueModelStore::price);
    }

    void put(DeploymentChangeTx tx, CatalogueModel model, String by) {
        tx.sql()
                .insertInto(CATALOGUE_MODELS)
                .set(CATALOGUE_MODELS.FAMILY, model.key().family().word())
                .set(CATALOGUE_MODELS.NAME, model.key().name())
                .set(CATALOGUE_MODELS.MODEL_TYPE, model.modelType().word())
                .set(CATALOGUE_MODELS.DISPLAY_NAME, model.displayName().orElse(null))
                .set(CATALOGUE_MODELS.CONTEXT_WINDOW, model.contextWindow().orElse(null))
                .set(CATALOGUE_MODELS.MAX_OUTPUT, model.maxOutput().orElse(null))
                .set(
                        CATALOGUE_MODELS.CAPABILITIES,
                        model.capabilities().stream().map(Capability::word).toArray(String[]::new))
                .set(CATALOGUE_MODELS.VERSION, tx.version())
                .set(CATALOGUE_MODELS.CREATED_AT, tx.now())
                .set(CATALOGUE_MODELS.CREATED_BY, by)
                .set(CATALOGUE_MODELS.UPDATED_AT, tx.now())
                .set(CATALOGUE_MODELS.UPDATED_BY, by)
                .onConflict(CATALOGUE_MODELS.FAMILY, CATALOGUE_MODELS.NAME)
                .doUpdate()
                .set(CATALOGUE_MODELS.MODEL_TYPE, excluded(CATALOGUE_MODELS.MODEL_TYPE))
                .set(CATALOGUE_MODELS.DISPLAY_NAME, excluded(CATALOGUE_MODELS.DISPLAY_NAME))
                .set(CATALOGUE_MODELS.CONTEXT_WINDOW, excluded(CATALOGUE_MODELS.CONTEXT_WINDOW))
                .set(CATALOGUE_MODELS.MAX_OUTPUT, excluded(CATALOGUE_MODELS.MAX_OUTPUT))
                .set(CATALOGUE_MODELS.CAPABILITIES, excluded(CATALOGUE_MODELS.CAPABILITIES))
                .set(CATALOGUE_MODELS.VERSION, excluded(CATALOGUE_MODELS.VERSION))
                .set(CATALOGUE_MODELS.UPDATED_AT, excluded(CATALOGUE_MODELS.UPDATED_AT))
                .set(CATALOGUE_MODELS.UPDATED_BY, excluded(CATALOGUE_MODELS.UPDATED_BY))
                .execute();
    }

    void delete(DeploymentChangeTx tx, CatalogueKey key) {
        tx.sql().deleteFrom(CATALOGUE_MODELS).where(is(key)).execute();
    }

    void insertPrice(DeploymentChangeTx tx, CatalogueKey key, boolean byOperator, Optional<Prices> prices, String by) {
        tx.sql()
                .insertInto(PRICES)
                .set(PRICES.FAMILY, key.family().word())
                .set(PRICES.NAME, key.name())
                .set(PRICES.VERSION, tx.version())
                .set(PRICES.SOURCE, byOperator ? "operator" : "shipped")
                .set(PRICES.PRICES_, prices.map(PricesStore::json).orElse(null))
                .set(PRICES.CREATED_AT, tx.now())
                .set(PRICES.CREATED_BY, by)
                .execute();
    }

    private static Condition is(CatalogueKey key) {
        return CATALOGUE_MODELS.FAMILY.eq(key.family().word()).and(CATALOGUE_MODELS.NAME.eq(key.name()));
    }

    private static Row row(Record row) {
        return new Row(
                new CatalogueModel(
                        new CatalogueKey(
                                ProviderFamily.parse(row.get(CATALOGUE_MODELS.FAMILY))
                                        .orElseThrow(),
                                row.get(CATALOGUE_MODELS.NAME)),
                        ModelType.parse(row.get(CATALOGUE_MODELS.MODEL_TYPE)).orElseThrow(),
                        Optional.ofNullable(row.get(CATALOGUE_MODELS.DISPLAY_NAME)),
                        Optional.ofNullable(row.get(CATALOGUE_MODELS.CONTEXT_WINDOW)),
                        Optional.ofNullable(row.get(CATALOGUE_MODELS.MAX_OUTPUT)),
                        Arrays.stream(row.get(CATALOGUE_MODELS.CAPABILITIES))
                                .map(Capability::of)
                                .toList(),
                        Optional.empty()),
                row.get(CATALOGUE_MODELS.VERSION),
                row.get(CATALOGUE_MODELS.UPDATED_AT),
                row.get(CATALOGUE_MODELS.UPDATED_BY));
    }

    private static PriceRow price(Record row) {
        return new PriceRow(
                new CatalogueKey(ProviderFamily.parse(row.get(PRICES.FAMILY)).orElseThrow(), row.get(PRICES.NAME)),
                row.get(PRICES.VERSION),
                row.get(PRICES.SOURCE).equals("operator"),
                Optional.ofNullable(row.get(PRICES.PRICES_)).map(PricesStore::prices),
                row.get(PRICES.CREATED_AT),
                row.get(PRICES.CREATED_BY));
    }
}
