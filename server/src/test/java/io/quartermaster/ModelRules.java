package io.quartermaster;

import io.quartermaster.platform.http.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules of models, defaults and fallbacks, once more and as plainly as they can be said: no database, no concurrency. Every
 * provider here has a key. A refused operation answers as the API does, {@code 422 circle}, and changes nothing.
 */
final class ModelRules {

    static final String DONE = "200";

    record Provider(String family, boolean enabled) {}

    record Default(Optional<String> model, boolean pinned) {}

    /** @param changed the turn of its last change, which orders what {@code updated_at} does */
    record Model(
            String id,
            String type,
            String family,
            String name,
            Optional<String> alias,
            Optional<String> provider,
            boolean enabled,
            List<String> fallbacks,
            boolean deleted,
            long changed) {

        boolean live() {
            return enabled && !deleted;
        }

        Model with(List<String> otherFallbacks, boolean nowDeleted, long turn) {
            return new Model(id, type, family, name, alias, provider, enabled, otherFallbacks, nowDeleted, turn);
        }
    }

    record Changes(
            Change<String> alias,
            Change<String> provider,
            Change<Boolean> enabled,
            Change<List<String>> fallbacks,
            boolean makeDefault) {}

    /** What a deletion or disabling brings about: the models that go, those that lose a fallback, and each default that moves. */
    record Told(Set<String> models, Set<String> lostFallbacks, Map<String, String> defaults) {}

    /** An answer: what the API must say, and what else it must tell. */
    record Outcome(String said, Told told) {
        static Outcome of(String said) {
            return new Outcome(said, new Told(Set.of(), Set.of(), Map.of()));
        }
    }

    static final Comparator<Model> LISTED = Comparator.comparing(Model::family)
            .thenComparing(Model::name)
            .thenComparing(Model::changed, Comparator.reverseOrder())
            .thenComparing(Model::id, Comparator.reverseOrder());

    final Map<String, Provider> providers = new LinkedHashMap<>();
    final Map<String, Model> models = new LinkedHashMap<>();
    final Map<String, Default> defaults = new TreeMap<>();
    private long turn;

    ModelRules copy() {
        ModelRules copy = new ModelRules();
        copy.providers.putAll(providers);
        copy.models.putAll(models);
        copy.defaults.putAll(defaults);
        copy.turn = turn;
        return copy;
    }

    boolean usable(Model model) {
        return model.live() && served(model, providers);
    }

    /** Refused, or {@code 201}; then {@link #created} follows with the id that the API gave it. */
    String create(Model asked, boolean makeDefault) {
        String refused = first(
                asked.provider().map(id -> binding(id, asked.family())).orElse(""),
                fallbacks("none yet", asked.type(), asked.fallbacks()),
                alias("none yet", asked.alias()),
                makeDefault && !asked.enabled() ? "422 disabled" : "");
        return refused.isEmpty() ? "201" : refused;
    }

    void created(Model model, boolean makeDefault) {
        turn++;
        put(model.with(model.fallbacks(), false, turn), makeDefault);
    }

    Outcome change(String id, Changes changes) {
        Model before = models.get(id);
        if (before == null || before.deleted()) {
            return Outcome.of("404 not_found");
        }
        Model after = new Model(
                id,
                before.type(),
                before.family(),
                before.name(),
                changes.alias().apply(before.alias()),
                changes.provider().apply(before.provider()),
                changes.enabled().or(before.enabled()),
                changes.fallbacks().or(before.fallbacks()),
                false,
                turn + 1);
        String refused = first(
                changes.provider()
                        .given()
                        .filter(given -> !before.provider().equals(Optional.of(given)))
                        .map(given -> binding(given, before.family()))
                        .orElse(""),
                changes.fallbacks()
                        .given()
                        .map(given -> fallbacks(id, before.type(), given))
                        .orElse(""),
                alias(id, after.alias()),
                changes.makeDefault() && !after.enabled() ? "422 disabled" : "");
        if (!refused.isEmpty()) {
            return Outcome.of(refused);
        }
        turn++;
        Map<String, String> moved = before.live() && !after.live() ? leave(Set.of(id), providers) : Map.of();
        put(after, changes.makeDefault());
        return new Outcome(DONE, new Told(Set.of(), Set.of(), moved));
    }

    Outcome delete(String id) {
        Model before = models.get(id);
        if (before == null || before.deleted()) {
            return Outcome.of("404 not_found");
        }
        turn++;
        return new Outcome(DONE, bury(Set.of(id), providers));
    }

    String restore(String id, Change<String> provider) {
        Model before = models.get(id);
        if (before == null) {
            return "404 not_found";
        }
        if (!before.deleted()) {
            return "422 not_deleted";
        }
        boolean gone = !provider.mentioned()
                && before.provider()
                        .filter(bound -> !providers.containsKey(bound))
                        .isPresent();
        String refused = first(
                provider.given().map(given -> binding(given, before.family())).orElse(""),
                gone ? "422 gone" : "",
                alias(id, before.alias()));
        if (!refused.isEmpty()) {
            return refused;
        }
        turn++;
        put(
                new Model(
                        id,
                        before.type(),
                        before.family(),
                        before.name(),
                        before.alias(),
                        provider.apply(before.provider()),
                        before.enabled(),
                        before.fallbacks(),
                        false,
                        turn),
                false);
        return DONE;
    }

    String pin(String type, Optional<String> id) {
        if (id.isPresent()) {
            Model model = models.get(id.get());
            String refused = model == null
                    ? "422 not_found"
                    : first(
                            model.deleted() ? "422 deleted" : "",
                            model.type().equals(type) ? "" : "422 wrong_type",
                            model.enabled() ? "" : "422 disabled");
            if (!refused.isEmpty()) {
                return refused;
            }
        }
        turn++;
        defaults.put(type, new Default(id, true));
        return DONE;
    }

    String unpin(String type) {
        Default current = defaults.get(type);
        if (current != null && current.pinned()) {
            turn++;
            if (current.model().isPresent()) {
                defaults.put(type, new Default(current.model(), false));
            } else {
                elect(type, Set.of(), providers);
            }
        }
        return DONE;
    }

    void createdProvider(String id, String family) {
        turn++;
        providers.put(id, new Provider(family, true));
    }

    String enableProvider(String id, boolean enabled) {
        Provider before = providers.get(id);
        if (before == null) {
            return "404 not_found";
        }
        turn++;
        providers.put(id, new Provider(before.family(), enabled));
        return DONE;
    }

    /** What is bound to it goes along; what is bound to none does when nothing of its family is left to serve it. */
    Outcome deleteProvider(String id) {
        Provider gone = providers.get(id);
        if (gone == null) {
            return Outcome.of("404 not_found");
        }
        turn++;
        providers.remove(id);
        boolean last = gone.enabled()
                && providers.values().stream().noneMatch(left -> left.family().equals(gone.family()));
        Set<String> along = models.values().stream()
                .filter(model -> !model.deleted() && model.family().equals(gone.family()))
                .filter(model -> model.provider().map(id::equals).orElse(last))
                .map(Model::id)
                .collect(Collectors.toSet());
        return new Outcome(DONE, bury(along, providers));
    }

    private void put(Model model, boolean makeDefault) {
        models.put(model.id(), model);
        if (makeDefault) {
            defaults.put(model.type(), new Default(Optional.of(model.id()), true));
        } else if (model.live() && !defaults.containsKey(model.type())) {
            elect(model.type(), Set.of(), providers);
        }
    }

    private Told bury(Set<String> going, Map<String, Provider> left) {
        Map<String, String> moved = leave(going, left);
        Set<String> losing = new TreeSet<>();
        for (Model model : List.copyOf(models.values())) {
            List<String> kept = new ArrayList<>(model.fallbacks());
            boolean loses = kept.removeAll(going);
            boolean goes = going.contains(model.id());
            if (goes || (loses && model.deleted())) {
                models.put(model.id(), model.with(kept, true, goes ? turn : model.changed()));
            } else if (loses) {
                losing.add(model.id());
                models.put(model.id(), model.with(kept, false, turn));
            }
        }
        return new Told(going, losing, moved);
    }

    private Map<String, String> leave(Set<String> going, Map<String, Provider> left) {
        Map<String, String> moved = new TreeMap<>();
        for (Map.Entry<String, Default> entry : Map.copyOf(defaults).entrySet()) {
            Optional<String> from = entry.getValue().model().filter(going::contains);
            if (from.isPresent()) {
                elect(entry.getKey(), going, left);
                Default next = defaults.get(entry.getKey());
                moved.put(
                        entry.getKey(),
                        from.get() + " to "
                                + (next == null ? "none" : next.model().orElse("none")));
            }
        }
        return moved;
    }

    private void elect(String type, Set<String> going, Map<String, Provider> left) {
        List<Model> candidates = models.values().stream()
                .filter(model -> model.type().equals(type) && model.live() && !going.contains(model.id()))
                .sorted(LISTED)
                .toList();
        candidates.stream()
                .filter(model -> served(model, left))
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .ifPresentOrElse(
                        model -> defaults.put(type, new Default(Optional.of(model.id()), false)),
                        () -> defaults.remove(type));
    }

    private static boolean served(Model model, Map<String, Provider> providers) {
        return model.provider().isPresent()
                ? Optional.ofNullable(providers.get(model.provider().get()))
                        .filter(Provider::enabled)
                        .isPresent()
                : providers.values().stream()
                        .anyMatch(provider ->
                                provider.enabled() && provider.family().equals(model.family()));
    }

    private String binding(String id, String family) {
        Provider provider = providers.get(id);
        return provider == null
                ? "422 not_found"
                : first(
                        provider.family().equals(family) ? "" : "422 other_family",
                        provider.enabled() ? "" : "422 disabled");
    }

    private String alias(String self, Optional<String> alias) {
        boolean taken = models.values().stream()
                .anyMatch(other -> !other.deleted()
                        && !other.id().equals(self)
                        && alias.isPresent()
                        && other.alias().equals(alias));
        return taken ? "409 already_exists" : "";
    }

    private String fallbacks(String self, String type, List<String> fallbacks) {
        for (String fallback : fallbacks) {
            Model model = models.get(fallback);
            String refused = fallback.equals(self)
                    ? "422 itself"
                    : model == null
                            ? "422 not_found"
                            : first(
                                    model.deleted() ? "422 deleted" : "",
                                    model.type().equals(type) ? "" : "422 wrong_type");
            if (!refused.isEmpty()) {
                return refused;
            }
        }
        Set<String> seen = new HashSet<>();
        Deque<String> ahead = new ArrayDeque<>(fallbacks);
        while (!ahead.isEmpty()) {
            String next = ahead.pop();
            if (next.equals(self)) {
                return "422 circle";
            }
            if (seen.add(next)) {
                ahead.addAll(Optional.ofNullable(models.get(next)).orElseThrow().fallbacks());
            }
        }
        return "";
    }

    private static String first(String... refusals) {
        for (String refusal : refusals) {
            if (!refusal.isEmpty()) {
                return refusal;
            }
        }
        return "";
    }
}
