package io.quartermaster.declared;

import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/** What a file says a deployment is to be, in the shape of {@code declaration.schema.yaml}. */
public record Declaration(JsonNode root) {

    private static final int LONGEST_FILE = 16 * 1024 * 1024;
    private static final int MOST_ALIASES = 50;
    private static final int DEEPEST = 50;

    /** Aliases make a file small and what it says large; this is about a thousand tenants of two hundred models. */
    private static final int MOST_VALUES = 5_000_000;

    /**
     * Reads a file.
     *
     * @throws CannotApply naming every mistake by its place, such as {@code tenants[0].providers[1].name}
     */
    public static Declaration parse(String yaml) {
        JsonNode root = tree(yaml);
        List<String> problems = new ArrayList<>();
        refuseWrittenSecrets(root, problems);
        if (problems.isEmpty()) {
            for (FieldError error : DeclarationSchema.load().check(root, "")) {
                problems.add(error.field() + ": " + error.message());
            }
        }
        if (problems.isEmpty()) {
            refuseTwice(root, problems);
        }
        if (!problems.isEmpty()) {
            throw new CannotApply(problems);
        }
        return new Declaration(root);
    }

    JsonNode deployment() {
        return root.path("deployment");
    }

    JsonNode tenants() {
        return root.path("tenants");
    }

    private static JsonNode tree(String yaml) {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel("the file")
                    .setSchema(new CoreSchema())
                    .setAllowDuplicateKeys(false)
                    .setAllowRecursiveKeys(false)
                    .setMaxAliasesForCollections(MOST_ALIASES)
                    .setCodePointLimit(LONGEST_FILE)
                    .build();
            requireShallow(new Parse(settings).parseString(yaml));
            Object loaded = new Load(settings).loadFromString(yaml);
            if (!(loaded instanceof Map)) {
                throw new CannotApply("The file must be one mapping that begins with quartermaster: 1.");
            }
            if (count(loaded, 0, 0) > MOST_VALUES) {
                throw new CannotApply("The file says too much: its aliases unfold to more than " + MOST_VALUES
                        + " values. Split it.");
            }
            return Json.treeOf(loaded);
        } catch (MarkedYamlEngineException malformed) { // its message would show lines of the file
            throw new CannotApply("The file is not valid YAML at "
                    + malformed
                            .getProblemMark()
                            .map(mark -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                            .orElse("some line")
                    + ": " + malformed.getProblem() + ".");
        } catch (YamlEngineException malformed) {
            throw new CannotApply("The file cannot be read: " + malformed.getMessage());
        }
    }

    /** Before it is loaded, which takes the stack deeper with each level. */
    private static void requireShallow(Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > DEEPEST) {
                throw tooDeep();
            }
        }
    }

    private static CannotApply tooDeep() {
        return new CannotApply("The file is nested more than " + DEEPEST + " levels deep.");
    }

    /** How many values this is once every alias stands for its own copy; no further than need be. */
    private static long count(Object value, int depth, long before) {
        if (depth > DEEPEST) {
            throw tooDeep();
        }
        Collection<?> inside =
                value instanceof Map<?, ?> map ? map.values() : value instanceof Collection<?> list ? list : List.of();
        long count = before + 1;
        for (Object each : inside) {
            if (count > MOST_VALUES) {
                break;
            }
            count = count(each, depth + 1, count);
        }
        return count;
    }

    private static void refuseWrittenSecrets(JsonNode root, List<String> problems) {
        each(
                root.path("deployment").path("shared_providers"),
                "deployment.shared_providers",
                (provider, place) -> refuseWrittenSecret(provider, place, problems));
        each(
                root.path("tenants"),
                "tenants",
                (tenant, place) -> each(
                        tenant.path("providers"),
                        place + ".providers",
                        (provider, inner) -> refuseWrittenSecret(provider, inner, problems)));
    }

    private static void refuseWrittenSecret(JsonNode provider, String place, List<String> problems) {
        for (String field : List.of("api_key", "credential")) {
            JsonNode value = provider.path(field);
            if (value.isString() || (value.isObject() && !value.has("env"))) {
                problems.add(
                        place + "." + field
                                + ": a secret is never written into the file; write {env: NAME}, and give NAME to this command.");
            }
        }
    }

    private static void refuseTwice(JsonNode root, List<String> problems) {
        JsonNode deployment = root.path("deployment");
        refuseTwice(deployment.path("shared_providers"), "deployment.shared_providers", "name", problems);
        Set<String> catalogue = new HashSet<>();
        each(deployment.path("catalogue"), "deployment.catalogue", (model, place) -> {
            if (!catalogue.add(
                    model.path("family").asString() + "/" + model.path("name").asString())) {
                problems.add(place + ": this model is in the catalogue twice.");
            }
        });
        refuseTwice(root.path("tenants"), "tenants", "slug", problems);
        each(root.path("tenants"), "tenants", (tenant, place) -> {
            refuseTwice(tenant.path("members"), place + ".members", "email", problems);
            refuseTwice(tenant.path("providers"), place + ".providers", "name", problems);
            refuseTwice(tenant.path("models"), place + ".models", "alias", problems);
            each(tenant.path("providers"), place + ".providers", (provider, inner) -> {
                if (provider.has("shared") == provider.has("family")) {
                    problems.add(inner + ": give family, or shared with the name of a shared provider, and not both.");
                }
                for (String field : List.of(
                        "api_key",
                        "credential",
                        "base_url",
                        "settings",
                        "central_key_enabled",
                        "user_key_allowed",
                        "central_key_fallback")) {
                    if (provider.has("shared") && provider.has(field)) {
                        problems.add(inner + "." + field + ": belongs to the shared provider, not to its grant.");
                    }
                }
            });
        });
    }

    private static void refuseTwice(JsonNode list, String place, String field, List<String> problems) {
        Set<String> seen = new HashSet<>();
        Function<JsonNode, Optional<String>> name = entry -> entry.path(field)
                .asStringOpt()
                .map(text -> field.equals("email") ? text.strip().toLowerCase(Locale.ROOT) : text.strip())
                .filter(text -> !text.isEmpty());
        each(list, place, (entry, inner) -> {
            if (name.apply(entry).filter(text -> !seen.add(text)).isPresent()) {
                problems.add(inner + "." + field + ": " + name.apply(entry).orElseThrow() + " is there twice.");
            }
        });
    }

    /** What is done with an entry of a list, given its place in the file. */
    interface Visit {
        void entry(JsonNode entry, String place);
    }

    static void each(JsonNode list, String place, Visit visit) {
        for (int index = 0; index < list.size(); index++) {
            visit.entry(list.path(index), place + "[" + index + "]");
        }
    }
}
