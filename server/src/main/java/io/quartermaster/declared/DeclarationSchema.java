package io.quartermaster.declared;

import io.quartermaster.platform.http.ValueSchema;
import io.quartermaster.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The shape of a declared file: its own schemas over those of the admin API, so that a value is checked as a request would be. */
final class DeclarationSchema {

    private static final String REFERENCE = "#/components/schemas/";

    /** Where a {@link ValueSchema} has the schemas that its schema carries along. */
    private static final String CARRIED = "#/components/components/schemas/";

    private DeclarationSchema() {}

    static ValueSchema load() {
        YAMLMapper yaml = new YAMLMapper();
        ObjectNode schemas = (ObjectNode) yaml.readTree(text("/api/admin.openapi.yaml"))
                .path("components")
                .path("schemas");
        schemas.setAll((ObjectNode) yaml.readTree(text("/io/quartermaster/declared/declaration.schema.yaml")));
        JsonNode schema =
                Json.treeOf(Map.of("$ref", CARRIED + "Declaration", "components", Map.of("schemas", schemas)));
        return new ValueSchema(Json.tree(Json.text(schema).replace("\"" + REFERENCE, "\"" + CARRIED)));
    }

    private static String text(String resource) {
        try (InputStream in = DeclarationSchema.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + resource, e);
        }
    }
}
