package io.quartermaster.usage;

import io.quartermaster.platform.db.JsonColumn;
import io.quartermaster.platform.json.StoredJson;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What this room stores in {@code jsonb}: one row of a table that is mostly another room's. */
public final class UsageJson {

    private static final Function<String, Optional<String>> CURRENCY = StoredJson.tree(value -> value.isString()
                    && Currency.getAvailableCurrencies().stream()
                            .anyMatch(currency -> currency.getCurrencyCode().equals(value.asString()))
            ? Optional.empty()
            : Optional.of("is not the code of a currency"));

    private UsageJson() {}

    public static List<JsonColumn> columns() {
        return List.of(new JsonColumn(
                "deployment_settings",
                "value",
                List.of("name"),
                List.of("name"),
                stored -> LedgerCurrencyStore.NAME.equals(stored.beside().get("name"))
                        ? CURRENCY.apply(stored.json())
                        : Optional.empty()));
    }
}
