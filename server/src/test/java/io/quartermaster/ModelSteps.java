package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.ModelRules.Changes;
import io.quartermaster.ModelRules.Model;
import io.quartermaster.ModelRules.Outcome;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Takes steps with a tenant and with {@link ModelRules} alike, and holds each answer and what is shown afterwards against them. */
final class ModelSteps {

    private static final List<String> TYPES = List.of("llm", "text-embedding");
    private static final List<String> FAMILIES = List.of("openai", "openai-compatible");
    private static final String NOBODY = "01890000-0000-7000-8000-000000000000";

    /** A step in numbers, so that it can be taken again by another tenant after other steps were left out. */
    record Step(int kind, int a, int b, int c, int d, int e) {
        static Step random(Random random) {
            return new Step(
                    random.nextInt(100),
                    random.nextInt(1_000),
                    random.nextInt(1_000),
                    random.nextInt(1_000),
                    random.nextInt(1_000),
                    random.nextInt(1_000));
        }
    }

    private final TestTenant tenant;
    private final ModelRules rules = new ModelRules();
    private final List<String> providers = new ArrayList<>();
    private final List<String> models = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    ModelSteps(TestTenant tenant) {
        this.tenant = tenant;
    }

    /** What was done so far, with what was expected of it. */
    List<String> taken() {
        return taken;
    }

    void take(Step step) {
        if (step.kind() < 22) {
            create(step);
        } else if (step.kind() < 50) {
            change(step);
        } else if (step.kind() < 58) {
            delete("/models/" + model(step.a()), step, rules -> rules.delete(model(step.a())));
        } else if (step.kind() < 68) {
            restore(step);
        } else if (step.kind() < 76) {
            pin(step);
        } else if (step.kind() < 81) {
            String type = pick(TYPES, step.a());
            said(rules.unpin(type), "unpin " + type, () -> tenant.delete("/default-models/" + type));
        } else if (step.kind() < 87) {
            createProvider(step);
        } else if (step.kind() < 95) {
            String id = provider(step.a());
            boolean enabled = step.b() % 2 == 0;
            said(
                    rules.enableProvider(id, enabled),
                    "provider " + id + " enabled=" + enabled,
                    () -> tenant.patch("/providers/" + id, "{\"enabled\":" + enabled + "}"));
        } else {
            delete("/providers/" + provider(step.a()), step, rules -> rules.deleteProvider(provider(step.a())));
        }
        requireDefaults();
        if (taken.size() % 4 == 0) {
            requireModels();
        }
    }

    /** Everything that is shown of the models, in its order, tombstones by themselves. */
    void requireModels() {
        List<JsonNode> shown = tenant.all("/models");
        assertThat(shown.stream().map(ModelSteps::text).toList())
                .as("the models after %s", taken)
                .containsExactlyElementsOf(rules.models.values().stream()
                        .filter(model -> !model.deleted())
                        .sorted(ModelRules.LISTED)
                        .map(this::text)
                        .toList());
        Set<String> tombstones = tenant.get("/models?deleted=true&limit=200")
                .body()
                .path("data")
                .valueStream()
                .map(model -> model.path("id").asString())
                .collect(Collectors.toSet());
        assertThat(tombstones)
                .as("the tombstones after %s", taken)
                .isEqualTo(rules.models.values().stream()
                        .filter(Model::deleted)
                        .map(Model::id)
                        .collect(Collectors.toSet()));
    }

    private void requireDefaults() {
        Map<String, String> shown = new TreeMap<>();
        for (JsonNode each : tenant.get("/default-models").require(200).body().path("data")) {
            if (!each.path("source").asString().equals("unset")) {
                shown.put(
                        each.path("model_type").asString(),
                        each.path("model_id").asString("none") + " "
                                + each.path("source").asString() + " "
                                + each.path("usable").asBoolean());
            }
        }
        Map<String, String> expected = new TreeMap<>();
        rules.defaults.forEach((type, current) -> expected.put(
                type,
                current.model().orElse("none")
                        + (current.pinned() ? " pinned " : " elected ")
                        + current.model()
                                .map(rules.models::get)
                                .filter(rules::usable)
                                .isPresent()));
        assertThat(shown).as("the defaults after %s", taken).isEqualTo(expected);
    }

    private void create(Step step) {
        String family = pick(FAMILIES, step.a());
        boolean makeDefault = step.e() % 5 == 0;
        Model asked = new Model(
                "",
                pick(TYPES, step.a() / 2),
                family,
                "model" + step.b() % 6,
                step.b() % 2 == 0 ? Optional.of("alias" + step.c() % 5) : Optional.empty(),
                step.c() % 3 == 0 ? Optional.of(provider(step.d())) : Optional.empty(),
                step.d() % 4 > 0,
                step.e() % 3 == 0 ? several(step) : List.of(),
                false,
                0);
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "family", family, "model", asked.name(), "model_type", asked.type(), "enabled", asked.enabled()));
        asked.alias().ifPresent(alias -> body.put("alias", alias));
        asked.provider().ifPresent(id -> body.put("provider_id", id));
        body.put("fallbacks", asked.fallbacks());
        body.put("make_default", makeDefault);
        String expected = rules.create(asked, makeDefault);
        Answer answer = said(expected, "create " + Json.text(body), () -> tenant.post("/models", Json.text(body)));
        if (expected.equals("201")) {
            String id = answer.string("id");
            models.add(id);
            rules.created(
                    new Model(
                            id,
                            asked.type(),
                            family,
                            asked.name(),
                            asked.alias(),
                            asked.provider(),
                            asked.enabled(),
                            asked.fallbacks(),
                            false,
                            0),
                    makeDefault);
        }
    }

    private void change(Step step) {
        String id = model(step.a());
        Map<String, Object> body = new LinkedHashMap<>();
        Change<String> alias = Change.keep();
        Change<String> provider = Change.keep();
        Change<Boolean> enabled = Change.keep();
        Change<List<String>> fallbacks = Change.keep();
        switch (step.b() % 5) {
            case 0 -> alias = step.c() % 4 == 0 ? Change.clear() : Change.set("alias" + step.c() % 5);
            case 1 -> provider = step.c() % 3 == 0 ? Change.clear() : Change.set(provider(step.d()));
            case 2 -> enabled = Change.set(step.c() % 2 == 0);
            case 3 -> fallbacks = Change.set(several(step));
            default -> enabled = Change.set(true);
        }
        put(body, "alias", alias);
        put(body, "provider_id", provider);
        put(body, "enabled", enabled);
        put(body, "fallbacks", fallbacks);
        boolean makeDefault = step.e() % 6 == 0;
        body.put("make_default", makeDefault);
        Outcome expected = rules.change(id, new Changes(alias, provider, enabled, fallbacks, makeDefault));
        Answer answer = said(
                expected.said(),
                "change " + id + " " + Json.text(body),
                () -> tenant.patch("/models/" + id, Json.text(body)));
        if (expected.said().equals(ModelRules.DONE)) {
            assertThat(told(answer.body().path("consequences")))
                    .as("told by %s", taken)
                    .isEqualTo(expected.told());
        }
    }

    private void restore(Step step) {
        String id = model(step.a());
        Change<String> provider =
                step.b() % 3 > 0 ? Change.keep() : step.c() % 3 == 0 ? Change.clear() : Change.set(provider(step.d()));
        Map<String, Object> body = new LinkedHashMap<>();
        put(body, "provider_id", provider);
        said(
                rules.restore(id, provider),
                "restore " + id + " " + Json.text(body),
                () -> tenant.post("/models/" + id + "/restore", body.isEmpty() ? "" : Json.text(body)));
    }

    private void pin(Step step) {
        String type = pick(TYPES, step.a());
        Optional<String> id = step.b() % 5 == 0 ? Optional.empty() : Optional.of(model(step.c()));
        said(
                rules.pin(type, id),
                "pin " + type + " " + id.orElse("none"),
                () -> tenant.put("/default-models/" + type, Json.text(Map.of("model_id", id))));
    }

    private void createProvider(Step step) {
        String family = pick(FAMILIES, step.a());
        Map<String, String> body = Map.of(
                "family",
                family,
                "name",
                "provider" + providers.size(),
                "base_url",
                TestTenant.NOWHERE.toString(),
                "api_key",
                "sk-of-a-test");
        Answer answer = said("201", "create provider " + family, () -> tenant.post("/providers", Json.text(body)));
        providers.add(answer.string("id"));
        rules.createdProvider(answer.string("id"), family);
    }

    /** In one of four cases by a dry run, which tells the same and changes nothing. */
    private void delete(String path, Step step, Function<ModelRules, Outcome> rule) {
        boolean dryRun = step.e() % 4 == 0;
        Outcome expected = rule.apply(dryRun ? rules.copy() : rules);
        Answer answer = said(
                expected.said(),
                "delete " + path + (dryRun ? " dry" : ""),
                () -> tenant.delete(path + (dryRun ? "?dry_run=true" : "")));
        if (expected.said().equals(ModelRules.DONE)) {
            assertThat(told(answer.body())).as("told by %s", taken).isEqualTo(expected.told());
        }
    }

    private Answer said(String expected, String what, Supplier<Answer> call) {
        taken.add(what + " → " + expected);
        Answer answer = call.get();
        String said = answer.status() + (answer.status() < 300 ? "" : " " + code(answer));
        assertThat(said).as("the answer to %s: %s", taken, answer.text()).isEqualTo(expected);
        return answer;
    }

    private static String code(Answer answer) {
        return answer.errorCode().isEmpty() ? answer.problem() : answer.errorCode();
    }

    private static ModelRules.Told told(JsonNode consequences) {
        Map<String, String> moved = new TreeMap<>();
        consequences
                .path("default_changes")
                .forEach(change -> moved.put(
                        change.path("model_type").asString(),
                        change.path("from").asString() + " to "
                                + change.path("to").asString("none")));
        return new ModelRules.Told(
                ids(consequences.path("model_configs")), ids(consequences.path("lost_fallbacks")), moved);
    }

    private static Set<String> ids(JsonNode list) {
        return list.valueStream().map(each -> each.path("id").asString()).collect(Collectors.toSet());
    }

    private static String text(JsonNode shown) {
        return Stream.of(
                        "id", "family", "model", "alias", "provider_id", "enabled", "usable", "is_default", "fallbacks")
                .map(field -> shown.path(field).toString().replace("\"", ""))
                .collect(Collectors.joining(" "));
    }

    private String text(Model model) {
        boolean isDefault = Optional.ofNullable(rules.defaults.get(model.type()))
                .flatMap(ModelRules.Default::model)
                .filter(model.id()::equals)
                .isPresent();
        return Stream.of(
                        model.id(),
                        model.family(),
                        model.name(),
                        model.alias().orElse("null"),
                        model.provider().orElse("null"),
                        model.enabled(),
                        rules.usable(model),
                        isDefault,
                        model.fallbacks().toString().replace(" ", ""))
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    private List<String> several(Step step) {
        return Stream.of(step.b(), step.c(), step.d())
                .limit(1 + step.e() % 3)
                .map(this::model)
                .distinct()
                .toList();
    }

    private static void put(Map<String, Object> body, String field, Change<?> change) {
        if (change.mentioned()) {
            body.put(field, change.given());
        }
    }

    private String model(int dice) {
        return dice % 25 == 0 || models.isEmpty() ? NOBODY : models.get(dice % models.size());
    }

    private String provider(int dice) {
        return dice % 25 == 0 || providers.isEmpty() ? NOBODY : providers.get(dice % providers.size());
    }

    private static String pick(List<String> words, int dice) {
        return words.get(dice % words.size());
    }
}
