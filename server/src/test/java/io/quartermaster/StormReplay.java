package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A second, small implementation of the rule of election: follows the audit trail in order of commit and knows after each
 * change what the defaults must be. Only the family {@code openai-compatible} has a provider, and there is one.
 */
final class StormReplay {

    private record Model(String id, String type, String family, String name, boolean enabled, Instant updatedAt) {}

    /** A row of {@code default_models}; an empty model is a pinned "none". */
    record Row(Optional<String> model, boolean pinned) {}

    private static final Comparator<Model> IN_ORDER_OF_ELECTION = Comparator.comparing(Model::family)
            .thenComparing(Model::name)
            .thenComparing(Model::updatedAt, Comparator.reverseOrder())
            .thenComparing(Model::id, Comparator.reverseOrder());

    private final Map<String, Model> models = new HashMap<>();
    private final Map<String, Row> rows = new TreeMap<>();
    private final Set<Long> askedForDefault;
    private boolean providerEnabled;

    /** @param askedForDefault the versions of changes that were made with {@code make_default} */
    StormReplay(Set<Long> askedForDefault) {
        this.askedForDefault = askedForDefault;
    }

    Map<String, Row> rows() {
        return rows;
    }

    void follow(JsonNode event) {
        JsonNode after = event.path("after");
        switch (event.path("action").asString()) {
            case "provider.create", "provider.change" ->
                providerEnabled = after.path("enabled").asBoolean();
            case "model.create" -> settle(event, model(after));
            case "model.change" -> {
                Model changed = model(after);
                if (!changed.enabled()) {
                    leave(event, changed.id());
                }
                settle(event, changed);
            }
            case "model.delete" -> {
                String id = event.path("subject_id").asString();
                leave(event, id);
                models.remove(id);
            }
            case "default_model.pin" ->
                rows.put(event.path("subject_id").asString(), new Row(text(after.path("model_id")), true));
            case "default_model.unpin" -> unpin(event);
            default -> {} // of the tenant and its keys
        }
    }

    private void settle(JsonNode event, Model model) {
        models.put(model.id(), model);
        if (askedForDefault.contains(event.path("config_version").asLong())) {
            rows.put(model.type(), new Row(Optional.of(model.id()), true));
        } else if (model.enabled() && !rows.containsKey(model.type())) {
            elect(model.type(), "");
        }
        boolean isDefault = Optional.of(model.id())
                .equals(Optional.ofNullable(rows.get(model.type())).flatMap(Row::model));
        assertThat(event.path("after").path("is_default").asBoolean())
                .as("%s", event)
                .isEqualTo(isDefault);
    }

    /** The defaults that the change says it moved must be those that the rule moves. */
    private void leave(JsonNode event, String id) {
        JsonNode said = event.path("consequences").path("default_changes");
        String type = Objects.requireNonNull(models.get(id)).type();
        Row row = rows.get(type);
        if (row == null || !row.model().equals(Optional.of(id))) {
            assertThat(said.size()).as("%s", event).isZero();
            return;
        }
        elect(type, id);
        assertThat(said.size()).as("%s", event).isEqualTo(1);
        assertThat(text(said.path(0).path("from"))).contains(id);
        assertThat(text(said.path(0).path("to")))
                .as("%s", event)
                .isEqualTo(Optional.ofNullable(rows.get(type)).flatMap(Row::model));
    }

    private void unpin(JsonNode event) {
        String type = event.path("subject_id").asString();
        Row row = Objects.requireNonNull(rows.get(type), "un-pinned what was unset");
        assertThat(row.pinned()).as("%s", event).isTrue();
        if (row.model().isPresent()) {
            rows.put(type, new Row(row.model(), false));
        } else {
            elect(type, "");
        }
    }

    private void elect(String type, String leaving) {
        List<Model> candidates = models.values().stream()
                .filter(model -> model.type().equals(type)
                        && model.enabled()
                        && !model.id().equals(leaving))
                .sorted(IN_ORDER_OF_ELECTION)
                .toList();
        candidates.stream()
                .filter(model -> providerEnabled && model.family().equals("openai-compatible"))
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .ifPresentOrElse(
                        model -> rows.put(type, new Row(Optional.of(model.id()), false)), () -> rows.remove(type));
    }

    private static Model model(JsonNode shown) {
        return new Model(
                shown.path("id").asString(),
                shown.path("model_type").asString(),
                shown.path("family").asString(),
                shown.path("model").asString(),
                shown.path("enabled").asBoolean(),
                Instant.parse(shown.path("updated_at").asString()));
    }

    private static Optional<String> text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? Optional.empty() : Optional.of(value.asString());
    }
}
