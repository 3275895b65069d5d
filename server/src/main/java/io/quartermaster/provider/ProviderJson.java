package io.quartermaster.provider;

import io.quartermaster.platform.db.JsonColumn;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.ValueSchema;
import io.quartermaster.platform.json.StoredJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The {@code jsonb} columns of this room's tables, and those of others that a family's schema judges. */
public final class ProviderJson {

    private static final String FAMILY = "family";
    private static final String SHARED = "shared_provider_id";

    private ProviderJson() {}

    public static List<JsonColumn> columns() {
        JsonColumn own =
                ofFamily("provider_configs", "settings", List.of("tenant_id", "id"), ProviderFamily::settingsSchema);
        return List.of(
                new JsonColumn(
                        own.table(),
                        own.column(),
                        own.id(),
                        List.of(FAMILY, SHARED),
                        stored -> stored.beside().containsKey(SHARED)
                                        && stored.json().equals("{}")
                                ? Optional.empty() // a grant has the settings of what it grants
                                : own.judge().apply(stored)),
                ofFamily("shared_providers", "settings", List.of("id"), ProviderFamily::settingsSchema));
    }

    /** A column whose row names the family whose schema the value must keep to. */
    public static JsonColumn ofFamily(
            String table, String column, List<String> id, Function<ProviderFamily, ValueSchema> schema) {
        return new JsonColumn(table, column, id, List.of(FAMILY), stored -> {
            Optional<ProviderFamily> family =
                    Optional.ofNullable(stored.beside().get(FAMILY)).flatMap(ProviderFamily::parse);
            if (family.isEmpty()) {
                return Optional.of("belongs to a family that this release does not know");
            }
            return StoredJson.tree(value -> schema.apply(family.get()).check(value, column).stream()
                            .map(error -> "breaks the schema of " + family.get().word() + " (" + error.code() + " at "
                                    + place(error, column) + ")")
                            .findFirst())
                    .apply(stored.json());
        });
    }

    /** As far as the schema names it: what stands further down, or is unknown, may be called as somebody liked. */
    private static String place(FieldError error, String column) {
        String[] names = error.field().split("[.\\[]", 3);
        return error.code().equals("unknown") || names.length < 2 ? column : names[0] + "." + names[1];
    }
}
