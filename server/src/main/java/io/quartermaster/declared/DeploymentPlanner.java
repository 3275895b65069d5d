package io.quartermaster.declared;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps for what belongs to the deployment: its settings, its catalogue and its shared providers. */
final class DeploymentPlanner {

    private static final List<String> SHARED_FIELDS = List.of("base_url", "settings", "enabled");
    private static final List<String> CATALOGUE_FIELDS =
            List.of("model_type", "display_name", "context_window", "max_output", "capabilities");

    private final Planner planner;
    private final AdminConnection server;
    private final SharedProviders shared;

    DeploymentPlanner(Planner planner, SharedProviders shared) {
        this.planner = planner;
        this.server = planner.server();
        this.shared = shared;
    }

    void plan(JsonNode wanted, List<Step> steps) {
        if (wanted.has("settings")) {
            steps.add(planner.settings(
                    "deployment.settings",
                    "settings of the deployment",
                    wanted.path("settings"),
                    server.get("/settings").path("settings"),
                    "deployment",
                    "/settings"));
        }
        if (wanted.has("catalogue")) {
            planCatalogue(wanted.path("catalogue"), steps);
        }
        if (wanted.has("shared_providers")) {
            planShared(wanted.path("shared_providers"), steps);
        }
    }

    private void planCatalogue(JsonNode wanted, List<Step> steps) {
        Map<String, JsonNode> operators = new HashMap<>();
        for (JsonNode row : server.list("/catalogue/models")) {
            if (row.path("source").asString().equals("operator")) {
                operators.put(key(row), row);
            }
        }
        Set<String> named = new HashSet<>();
        Declaration.each(wanted, "deployment.catalogue", (entry, place) -> {
            named.add(key(entry));
            steps.add(catalogueModel(entry, place, Optional.ofNullable(operators.get(key(entry)))));
        });
        operators.forEach((key, row) -> {
            if (!named.contains(key)) {
                steps.add(planner.unnamed("catalogue model " + key, () -> server.send("DELETE", cataloguePath(row))));
            }
        });
    }

    /** A row of the catalogue is put as a whole: what the entry leaves out, it does not have. */
    private Step catalogueModel(JsonNode entry, String place, Optional<JsonNode> row) {
        ObjectNode body = Planner.object();
        FieldChanges changes = new FieldChanges();
        for (String field : CATALOGUE_FIELDS) {
            JsonNode value = entry.path(field);
            if (!value.isMissingNode()) {
                body.set(field, value);
            }
            JsonNode wanted = value.isMissingNode() ? Planner.object().nullNode() : value;
            changes.compare(field, wanted, row.map(found -> found.path(field)).orElseGet(MissingNode::getInstance));
        }
        JsonNode current = row.filter(
                        found -> found.path("prices_source").asString().equals("operator"))
                .map(found -> found.path("prices"))
                .orElseGet(MissingNode::getInstance);
        JsonNode prices = entry.path("prices");
        if (!prices.isMissingNode()) {
            body.set("prices", prices);
        }
        if (prices.isMissingNode() != current.isMissingNode()) {
            changes.set("prices", prices, prices.isMissingNode() ? "prices: as shipped" : "prices: the operator's");
        } else {
            changes.compare("prices", prices, current);
        }
        String subject = "catalogue model " + key(entry);
        Step.Action put = () -> server.send("PUT", cataloguePath(entry), body);
        if (row.isEmpty()) {
            return Step.create(place, subject, changes.details(), put);
        }
        return planner.onlyMissing() ? Step.same(place, subject) : Step.change(place, subject, changes.details(), put);
    }

    private void planShared(JsonNode wanted, List<Step> steps) {
        Map<String, JsonNode> rows = new HashMap<>();
        shared.list().forEach(row -> rows.put(row.path("name").asString(), row));
        Set<String> named = new HashSet<>();
        Declaration.each(wanted, "deployment.shared_providers", (entry, place) -> {
            String name = entry.path("name").asString().strip();
            named.add(name);
            shared.willBe(name);
            steps.add(sharedProvider(entry, place, name, Optional.ofNullable(rows.get(name))));
        });
        rows.forEach((name, row) -> {
            if (!named.contains(name)) {
                String path =
                        AdminConnection.path("shared-providers", row.path("id").asString());
                steps.add(planner.unnamed("shared provider " + name, () -> server.send("DELETE", path)));
            }
        });
    }

    private Step sharedProvider(JsonNode entry, String place, String name, Optional<JsonNode> row) {
        String subject = "shared provider " + name;
        if (row.isEmpty()) {
            FieldChanges fields =
                    FieldChanges.ofNew(entry, List.of("family", "name", "base_url", "settings", "enabled"));
            planner.secrets().add(entry, place, fields);
            return Step.create(
                    place,
                    subject,
                    fields.details(),
                    () -> shared.is(
                            name,
                            server.send("POST", "/shared-providers", fields.body())
                                    .path("id")
                                    .asString()));
        }
        if (!row.get().path("family").equals(entry.path("family"))) {
            planner.problem(place + ".family: " + name + " is of the family "
                    + row.get().path("family").asString() + ", which never changes; give another name.");
        }
        if (planner.onlyMissing()) {
            return Step.same(place, subject);
        }
        FieldChanges changes = FieldChanges.between(entry, row.get(), SHARED_FIELDS);
        planner.secrets().compare(server, "/key-fingerprints", entry, place, row.get(), changes);
        String path =
                AdminConnection.path("shared-providers", row.get().path("id").asString());
        return Step.change(
                place,
                subject,
                changes.details(),
                () -> server.patch(
                        path, changes.body(), row.get().path("version").asLong()));
    }

    private static String key(JsonNode model) {
        return model.path("family").asString() + "/" + model.path("name").asString();
    }

    private static String cataloguePath(JsonNode model) {
        return AdminConnection.path(
                "catalogue",
                "models",
                model.path("family").asString(),
                model.path("name").asString());
    }
}
