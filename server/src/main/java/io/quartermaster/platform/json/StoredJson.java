package io.quartermaster.platform.json;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Judges of stored JSON, whose words never repeat what is stored. */
public final class StoredJson {

    private static final String UNREADABLE = "cannot be read as JSON of ours";

    private StoredJson() {}

    /** What a reader of the code makes of it; whatever it throws is a mistake of the value. */
    public static Function<String, Optional<String>> readableAs(String name, Consumer<String> reader) {
        return json -> {
            try {
                reader.accept(json);
                return Optional.empty();
            } catch (JacksonException | IllegalArgumentException broken) {
                return Optional.of("cannot be read as " + name);
            }
        };
    }

    /** What a judge of trees says of it. */
    public static Function<String, Optional<String>> tree(Function<JsonNode, Optional<String>> judge) {
        return json -> {
            try {
                return judge.apply(Json.tree(json));
            } catch (JacksonException broken) {
                return Optional.of(UNREADABLE);
            }
        };
    }
}
