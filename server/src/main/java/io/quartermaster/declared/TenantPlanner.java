package io.quartermaster.declared;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The steps for one tenant: itself, its settings and members; its providers and models have planners of their own. */
final class TenantPlanner {

    private final Planner planner;
    private final AdminConnection server;
    private final SharedProviders shared;
    private final boolean operator;
    private final JsonNode entry;
    private final String place;
    private final String slug;
    private final String path;

    TenantPlanner(Planner planner, SharedProviders shared, boolean operator, JsonNode entry, String place) {
        this.planner = planner;
        this.server = planner.server();
        this.shared = shared;
        this.operator = operator;
        this.entry = entry;
        this.place = place;
        this.slug = entry.path("slug").asString();
        this.path = AdminConnection.path("tenants", slug);
    }

    void plan(List<Step> steps) {
        LiveTenant live = LiveTenant.read(server, slug);
        if (live.tenant().isEmpty() && !operator) {
            planner.problem(
                    place + ": there is no tenant " + slug + " that this key may change; the operator makes tenants.");
            return;
        }
        String status =
                live.tenant().map(tenant -> tenant.path("status").asString()).orElse("active");
        if (status.equals("archived")) {
            planner.problem(place + ": the tenant " + slug + " is archived; set its status to active first.");
            return;
        }
        steps.add(tenant(live, status));
        if (entry.has("settings")) {
            steps.add(planner.settings(
                    place + ".settings",
                    subject("settings"),
                    entry.path("settings"),
                    live.settings(),
                    "tenant",
                    path + "/settings"));
        }
        ProviderPlanner providers = new ProviderPlanner(planner, shared, live, slug, place);
        if (entry.has("providers")) {
            providers.plan(entry.path("providers"), steps);
        }
        ModelPlanner models = new ModelPlanner(planner, providers, live, slug, place);
        models.plan(entry.path("models"), steps);
        if (entry.has("default_models")) {
            models.planDefaults(entry.path("default_models"), steps);
        }
        if (entry.has("members")) {
            planMembers(live, steps);
        }
        if (entry.has("models")) {
            models.planUnnamed(steps);
        }
        providers.planUnnamed(entry.path("providers"), steps);
        if (entry.path("status").asString().equals("suspended") && !status.equals("suspended")) {
            steps.add(Step.change( // last, for a suspended tenant refuses all the rest
                    place + ".status",
                    subject("status"),
                    List.of("status: active → suspended"),
                    () -> server.send("PATCH", path, Planner.object().put("status", "suspended"))));
        }
    }

    private Step tenant(LiveTenant live, String status) {
        String subject = "tenant " + slug;
        if (live.tenant().isEmpty()) {
            FieldChanges fields = FieldChanges.ofNew(entry, List.of("slug", "name", "deployment_key_families"));
            return Step.create(place, subject, fields.details(), () -> server.send("POST", "/tenants", fields.body()));
        }
        if (planner.onlyMissing()) {
            return Step.same(place, subject);
        }
        JsonNode tenant = live.tenant().get();
        FieldChanges changes = FieldChanges.between(entry, tenant, List.of("name", "deployment_key_families"));
        if (entry.path("status").asString().equals("active") && status.equals("suspended")) {
            changes.compare("status", entry.path("status"), tenant.path("status"));
        }
        return Step.change(
                place,
                subject,
                changes.details(),
                () -> server.patch(path, changes.body(), tenant.path("version").asLong()));
    }

    private void planMembers(LiveTenant live, List<Step> steps) {
        Set<String> named = new HashSet<>();
        Declaration.each(entry.path("members"), place + ".members", (member, inner) -> {
            named.add(email(member));
            Optional<JsonNode> row = live.members().stream()
                    .filter(found -> email(found).equals(email(member)))
                    .findFirst();
            steps.add(member(member, inner, row));
        });
        for (JsonNode row : live.members()) {
            if (!named.contains(email(row))) {
                steps.add(
                        planner.unnamed(subject("member " + email(row)), () -> server.send("DELETE", memberPath(row))));
            }
        }
    }

    /** The answer's token is not shown: whoever invites again gets one, and logs of pipelines are read by many. */
    private Step member(JsonNode member, String inner, Optional<JsonNode> row) {
        String subject = subject("member " + email(member));
        if (row.isEmpty()) {
            FieldChanges fields = FieldChanges.ofNew(member, List.of("email", "display_name", "role"));
            return Step.create(
                    inner, subject, fields.details(), () -> server.send("POST", path + "/members", fields.body()));
        }
        if (planner.onlyMissing()) {
            return Step.same(inner, subject);
        }
        FieldChanges changes = FieldChanges.between(member, row.get(), List.of("display_name", "role"));
        return Step.change(
                inner,
                subject,
                changes.details(),
                () -> server.patch(
                        memberPath(row.get()),
                        changes.body(),
                        row.get().path("version").asLong()));
    }

    private String memberPath(JsonNode row) {
        return path + AdminConnection.path("members", row.path("user_id").asString());
    }

    private String subject(String what) {
        return "tenant " + slug + ": " + what;
    }

    private static String email(JsonNode member) {
        return member.path("email").asString().strip().toLowerCase(Locale.ROOT);
    }
}
