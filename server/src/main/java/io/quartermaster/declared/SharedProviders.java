package io.quartermaster.declared;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The shared providers of the deployment by name: those that are there, and those that the file makes. */
final class SharedProviders {

    private final Planner planner;
    private final boolean operator;
    private final Map<String, String> idByName = new HashMap<>();
    private Optional<List<JsonNode>> rows = Optional.empty();

    SharedProviders(Planner planner, boolean operator) {
        this.planner = planner;
        this.operator = operator;
    }

    boolean mayGrant() {
        return operator;
    }

    List<JsonNode> list() {
        if (rows.isEmpty()) {
            rows = Optional.of(planner.server().list("/shared-providers"));
            rows.get()
                    .forEach(row -> idByName.put(
                            row.path("name").asString(), row.path("id").asString()));
        }
        return rows.get();
    }

    /** Remembers one that is to be made; its id is known once it is. */
    void willBe(String name) {
        idByName.putIfAbsent(name, "");
    }

    void is(String name, String id) {
        idByName.put(name, id);
    }

    boolean knows(String name) {
        list();
        return idByName.containsKey(name);
    }

    /** The id, empty for one that is still to be made. */
    String id(String name) {
        list();
        return idByName.getOrDefault(name, "");
    }
}
