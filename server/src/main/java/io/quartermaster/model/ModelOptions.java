package io.quartermaster.model;

import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.ProviderFamily;
import tools.jackson.databind.JsonNode;

/** Fields that every call of a model gets unless the call has them itself: an object that the family's schema allows. */
public record ModelOptions(JsonNode value) {

    public static final ModelOptions NONE = new ModelOptions(Json.tree("{}"));

    public ModelOptions {
        if (!value.isObject()) {
            throw new IllegalArgumentException("Options are an object");
        }
        value = value.deepCopy();
    }

    /**
     * Checks them against the schema of the family.
     *
     * @throws Problem 400 naming each wrong or unknown option, such as {@code options.temperature}
     */
    ModelOptions requireAllowedBy(ProviderFamily family) {
        family.optionsSchema().require(value, "options");
        return this;
    }
}
