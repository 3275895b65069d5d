package io.quartermaster.tenant;

import io.quartermaster.platform.db.JsonColumn;
import io.quartermaster.platform.db.JsonColumn.Stored;
import io.quartermaster.platform.json.StoredJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The {@code jsonb} columns of this room's tables. */
public final class TenantJson {

    private static final String NAME = "name";

    private static final Function<String, Optional<String>> NUMBER =
            StoredJson.tree(value -> value.isNull() || (value.isIntegralNumber() && value.canConvertToInt())
                    ? Optional.empty()
                    : Optional.of("is neither a whole number nor null"));

    private TenantJson() {}

    public static List<JsonColumn> columns() {
        return List.of(
                new JsonColumn(
                        "tenant_settings", "value", List.of("tenant_id", NAME), List.of(NAME), TenantJson::setting),
                new JsonColumn("deployment_settings", "value", List.of(NAME), List.of(NAME), TenantJson::setting));
    }

    /** What is called something else is another room's, or another release's, and left alone as when it is read. */
    private static Optional<String> setting(Stored stored) {
        boolean ours = Stream.of(SettingName.values())
                .anyMatch(name -> name.word().equals(stored.beside().get(NAME)));
        return ours ? NUMBER.apply(stored.json()) : Optional.empty();
    }
}
