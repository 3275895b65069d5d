package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.Caller;
import io.quartermaster.gateway.snapshot.ModelResolution;
import io.quartermaster.gateway.snapshot.ModelRoute;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code GET /v1/models} tells a key: the models it can call, under the names by which it gets exactly these. */
final class ModelList {

    private static final JsonFactory JSON = new JsonFactory();

    private ModelList() {}

    static Buffer all(Caller caller) {
        Map<ModelRoute, String> names = names(caller);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("object", "list");
            json.writeArrayPropertyStart("data");
            for (ModelRoute route : visible(caller)) {
                write(json, route, names.getOrDefault(route, route.model().id().toString()));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return Buffer.buffer(out.toByteArray());
    }

    /** One model, by any name that means it for some type. */
    static Optional<Buffer> one(Caller caller, String name) {
        Optional<ModelRoute> named = visible(caller).stream()
                .filter(route -> ModelResolution.resolve(
                                        caller.tenant().routes(),
                                        caller.key(),
                                        route.model().type(),
                                        _ -> true,
                                        Optional.of(name))
                                instanceof ModelResolution.Outcome.Found(ModelRoute found)
                        && found.equals(route))
                .findFirst();
        return named.filter(_ -> !name.equals("default")).map(route -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
                write(json, route, name);
            }
            return Buffer.buffer(out.toByteArray());
        });
    }

    private static List<ModelRoute> visible(Caller caller) {
        Collection<ModelRoute> all = caller.tenant().routes().all();
        return all.stream()
                .filter(route -> route.unusable().isEmpty() && ModelResolution.allows(caller.key(), route))
                .toList();
    }

    /** The alias; else the bare name, the qualified one or the id: the first that means this model and no other of its type. */
    private static Map<ModelRoute, String> names(Caller caller) {
        Map<ModelRoute, String> names = new HashMap<>();
        for (ModelRoute route : visible(caller)) {
            String qualified =
                    route.model().family().word() + "/" + route.model().model();
            for (String name : List.of(
                    route.model().alias().orElse(route.model().model()),
                    route.model().model(),
                    qualified)) {
                if (ModelResolution.means(caller.tenant().routes(), route, name)) {
                    names.put(route, name);
                    break;
                }
            }
        }
        return names;
    }

    private static void write(JsonGenerator json, ModelRoute route, String id) {
        json.writeStartObject();
        json.writeStringProperty("id", id);
        json.writeStringProperty("object", "model");
        json.writeNumberProperty("created", route.model().createdAt().getEpochSecond());
        json.writeStringProperty("owned_by", route.model().family().word());
        json.writeEndObject();
    }
}
