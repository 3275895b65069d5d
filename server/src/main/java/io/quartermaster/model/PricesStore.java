package io.quartermaster.model;

import io.quartermaster.platform.json.Json;
import java.util.List;
import java.util.Map;
import org.jooq.JSONB;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Prices as a column holds them, which nodes of the release before and after this one read too. */
final class PricesStore {

    /** The first release reads these and fails on others, so that those are written only where they say something. */
    private static final List<String> EVER =
            List.of("input", "output", "cached_input", "cache_write", "reasoning", "request");

    private PricesStore() {}

    static JSONB json(Prices prices) {
        ObjectNode written = (ObjectNode) Json.treeOf(prices);
        List<String> unsaid = written.properties().stream()
                .filter(price -> price.getValue().isNull())
                .map(Map.Entry<String, JsonNode>::getKey)
                .filter(name -> !EVER.contains(name))
                .toList();
        return JSONB.valueOf(Json.text(written.remove(unsaid)));
    }

    static Prices prices(JSONB json) {
        return read(json.data());
    }

    static Prices read(String json) {
        return Json.readStored(json, Prices.class);
    }
}
