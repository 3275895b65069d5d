package io.quartermaster.declared;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** A model config as it will be: what the file says of it over what the server has, if it has it. */
final class ModelSlot {

    private final JsonNode entry;
    private final Optional<JsonNode> row;
    private final Optional<String> providerNow;
    private final String place;
    private String id;
    private long version;

    /** @param providerNow the name of the provider config that the row is bound to */
    ModelSlot(JsonNode entry, Optional<JsonNode> row, Optional<String> providerNow, String place) {
        this.entry = entry;
        this.row = row;
        this.providerNow = providerNow;
        this.place = place;
        this.id = row.map(found -> found.path("id").asString()).orElse("");
        this.version = row.map(found -> found.path("version").asLong()).orElse(0L);
    }

    static ModelSlot unnamed(JsonNode row, Optional<String> provider) {
        return new ModelSlot(MissingNode.getInstance(), Optional.of(row), provider, "");
    }

    JsonNode entry() {
        return entry;
    }

    Optional<JsonNode> row() {
        return row;
    }

    String place() {
        return place;
    }

    /** Takes over what the server answered to a write. */
    void written(JsonNode answer) {
        id = answer.path("id").asString();
        version = answer.path("version").asLong();
    }

    /** Empty as long as it is not made. */
    String id() {
        return id;
    }

    String requireId() {
        if (id.isEmpty()) {
            throw new CannotApply("the model " + words() + " was not made.");
        }
        return id;
    }

    long version() {
        return version;
    }

    String type() {
        return will("model_type").asString();
    }

    String family() {
        return will("family").asString();
    }

    String model() {
        return will("model").asString().strip();
    }

    /** Empty for none. */
    String alias() {
        return will("alias").asString("").strip();
    }

    /** The provider that it will be bound to; empty when it is unbound. */
    Optional<String> provider() {
        return entry.has("provider")
                ? entry.path("provider").asStringOpt().map(String::strip).filter(name -> !name.isEmpty())
                : providerNow;
    }

    String words() {
        return alias().isEmpty() ? family() + "/" + model() : alias();
    }

    private JsonNode will(String field) {
        JsonNode said = entry.path(field);
        return said.isMissingNode() ? row.map(found -> found.path(field)).orElse(said) : said;
    }
}
