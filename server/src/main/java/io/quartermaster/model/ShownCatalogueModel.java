package io.quartermaster.model;

import io.quartermaster.provider.ProviderFamily;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A catalogue model as the API and the audit trail show it.
 *
 * @param source {@code shipped}, or {@code operator} where an operator's row stands before it
 * @param priceVersion the deployment's version at which an operator set the price; empty for a shipped one
 * @param priceDate the day of the price: when an operator set it, or when the shipped source was read
 */
record ShownCatalogueModel(
        ProviderFamily family,
        String name,
        ModelType modelType,
        Optional<String> displayName,
        Optional<Integer> contextWindow,
        Optional<Integer> maxOutput,
        List<Capability> capabilities,
        String source,
        Optional<Prices> prices,
        String pricesSource,
        Optional<Long> priceVersion,
        Optional<String> priceDate,
        Optional<Long> version,
        Optional<Instant> updatedAt,
        Optional<String> updatedBy) {

    static ShownCatalogueModel of(
            CatalogueKey key,
            Optional<CatalogueModelStore.Row> row,
            Optional<CatalogueModelStore.PriceRow> newest,
            ShippedCatalogue catalogue) {
        Optional<CatalogueModel> shipped = catalogue.find(key);
        CatalogueModel model =
                row.map(CatalogueModelStore.Row::model).or(() -> shipped).orElseThrow();
        Optional<CatalogueModelStore.PriceRow> set = newest.filter(CatalogueModelStore.PriceRow::byOperator);
        Optional<Prices> prices = set.isPresent() ? set.get().prices() : shipped.flatMap(CatalogueModel::prices);
        String shippedPrice = prices.isPresent() ? "shipped" : "none";
        return new ShownCatalogueModel(
                key.family(),
                key.name(),
                model.modelType(),
                model.displayName(),
                model.contextWindow(),
                model.maxOutput(),
                model.capabilities(),
                row.isPresent() ? "operator" : "shipped",
                prices,
                set.isPresent() ? "operator" : shippedPrice,
                set.map(CatalogueModelStore.PriceRow::version),
                set.map(price -> price.at().toString().substring(0, 10))
                        .or(() -> prices.map(given -> catalogue.date(key.family()))),
                row.map(CatalogueModelStore.Row::version),
                row.map(CatalogueModelStore.Row::updatedAt),
                row.map(CatalogueModelStore.Row::updatedBy));
    }
}
