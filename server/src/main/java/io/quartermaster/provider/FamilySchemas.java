package io.quartermaster.provider;

import io.quartermaster.platform.http.ValueSchema;
import io.quartermaster.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a family's settings, options and structured credentials may be; read from the resource {@code families/<family>.json}, which names its source. */
record FamilySchemas(ValueSchema settings, ValueSchema options, Optional<ValueSchema> credential) {

    private static final Map<ProviderFamily, FamilySchemas> ALL = new EnumMap<>(ProviderFamily.class);

    static {
        for (ProviderFamily family : ProviderFamily.values()) {
            ALL.put(family, read(family));
        }
    }

    static FamilySchemas of(ProviderFamily family) {
        FamilySchemas schemas = ALL.get(family);
        if (schemas == null) {
            throw new IllegalStateException("No schemas were read for " + family.word());
        }
        return schemas;
    }

    private static FamilySchemas read(ProviderFamily family) {
        String resource = "families/" + family.word() + ".json";
        try (InputStream in = FamilySchemas.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + resource + " is not on the class path");
            }
            JsonNode file = Json.tree(in.readAllBytes());
            return new FamilySchemas(
                    new ValueSchema(ProviderDeadlines.withSchema(file.path("settings_schema"))),
                    new ValueSchema(file.path("options_schema")),
                    Optional.of(file.path("credential_schema"))
                            .filter(JsonNode::isObject)
                            .map(ValueSchema::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + resource, unreadable);
        }
    }
}
