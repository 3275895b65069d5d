package io.quartermaster.model;

import io.quartermaster.platform.db.JsonColumn;
import io.quartermaster.platform.json.Json;
import io.quartermaster.platform.json.StoredJson;
import io.quartermaster.provider.ProviderJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The {@code jsonb} columns of this room's tables. */
public final class ModelJson {

    private static final Function<String, Optional<String>> PRICES =
            StoredJson.readableAs("prices", ModelJson::readPrices);

    private ModelJson() {}

    public static List<JsonColumn> columns() {
        return List.of(
                ProviderJson.ofFamily(
                        "model_configs", "options", List.of("tenant_id", "id"), family -> family.optionsSchema()),
                JsonColumn.of("model_configs", "prices", List.of("tenant_id", "id"), PRICES),
                JsonColumn.of("prices", "prices", List.of("family", "name", "version"), PRICES));
    }

    /** The mapper lets what is left out be null. */
    private static void readPrices(String json) {
        PricesStore.read(json);
        if (!Json.tree(json).path("input").isString()
                || !Json.tree(json).path("output").isString()) {
            throw new IllegalArgumentException("Prices have an input and an output");
        }
    }
}
