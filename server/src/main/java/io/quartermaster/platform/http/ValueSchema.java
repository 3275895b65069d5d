package io.quartermaster.platform.http;

import io.quartermaster.platform.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A JSON Schema for what the contract leaves open, such as a family's settings; checked as the contract's own schemas are. */
public final class ValueSchema {

    private static final String NAME = "components"; // where a contract keeps its schemas

    private final ContractDocument document;

    public ValueSchema(JsonNode schema) {
        this.document = new ContractDocument(Json.treeOf(Map.of(NAME, schema)));
    }

    /** The schema itself, to be shown to clients. */
    public JsonNode json() {
        return document.at(List.of(NAME)).node();
    }

    /** Every mistake in the value; {@code field} is how errors call the value itself. */
    public List<FieldError> check(JsonNode value, String field) {
        return new ContractSchema(document, List.of(NAME)).check(value, field);
    }

    /**
     * Checks the value.
     *
     * @throws Problem 400 naming every mistake by its field, such as {@code settings.region}
     */
    public void require(JsonNode value, String field) {
        List<FieldError> errors = check(value, field);
        if (!errors.isEmpty()) {
            throw InvalidRequest.of(errors);
        }
    }
}
