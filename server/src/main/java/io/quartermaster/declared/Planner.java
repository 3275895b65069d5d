package io.quartermaster.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Compares a declaration with a server, and finds the steps that make the server as declared. */
public final class Planner {

    private final AdminConnection server;
    private final Mode mode;
    private final boolean prune;
    private final List<String> problems = new ArrayList<>();
    private final Secrets secrets;
    private final KeylessProviders keyless;

    /** What is done about what is there already and differs. */
    public enum Mode {
        /** It is made as declared. */
        MAKE_EQUAL,
        /** It stays as it is: only what is missing is made. */
        ONLY_MISSING
    }

    /** Makes a provider config that lacks the key it needs, which the API refuses; answers its id. */
    public interface KeylessProviders {
        String create(String tenant, JsonNode provider);
    }

    private Planner(
            AdminConnection server,
            Map<String, String> environment,
            Mode mode,
            boolean prune,
            KeylessProviders keyless) {
        this.server = server;
        this.mode = mode;
        this.prune = prune;
        this.secrets = new Secrets(environment, problems);
        this.keyless = keyless;
    }

    /**
     * The steps to what the file says.
     *
     * @param environment where the file's secrets are
     * @param prune whether what is in a list of the server and not in the same list of the file is deleted
     * @throws CannotApply naming everything in the file that cannot be
     */
    public static Plan plan(
            AdminConnection server, Declaration wanted, Map<String, String> environment, boolean prune) {
        return new Planner(server, environment, Mode.MAKE_EQUAL, prune, (tenant, provider) -> {
                    throw new IllegalStateException("A file has no provider without its key");
                })
                .plan(wanted);
    }

    /** The steps to have what is declared and not there yet; nothing that is there changes. */
    public static Plan planMissing(AdminConnection server, Declaration wanted, KeylessProviders keyless) {
        return new Planner(server, Map.of(), Mode.ONLY_MISSING, false, keyless).plan(wanted);
    }

    private Plan plan(Declaration wanted) {
        boolean operator = server.get("/me").path("operator").asBoolean();
        List<Step> steps = new ArrayList<>();
        SharedProviders shared = new SharedProviders(this, operator);
        if (!wanted.deployment().isMissingNode()) {
            if (operator) {
                new DeploymentPlanner(this, shared).plan(wanted.deployment(), steps);
            } else {
                problems.add("deployment: only the operator's key may change what belongs to the deployment.");
            }
        }
        Declaration.each(
                wanted.tenants(),
                "tenants",
                (entry, place) -> new TenantPlanner(this, shared, operator, entry, place).plan(steps));
        if (!problems.isEmpty()) {
            throw new CannotApply(problems);
        }
        return new Plan(steps);
    }

    AdminConnection server() {
        return server;
    }

    Secrets secrets() {
        return secrets;
    }

    KeylessProviders keyless() {
        return keyless;
    }

    boolean onlyMissing() {
        return mode == Mode.ONLY_MISSING;
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    /** What is there and the file does not name: deleted if that is wanted, else only told. */
    Step unnamed(String subject, Step.Action delete) {
        return prune ? Step.delete(subject, delete) : Step.left(subject);
    }

    /** The settings that differ, as one step. */
    Step settings(String place, String subject, JsonNode wanted, JsonNode current, String source, String path) {
        FieldChanges changes = new FieldChanges();
        wanted.propertyNames().forEach(name -> {
            JsonNode setting = current.path(name);
            JsonNode own = setting.path("source").asString().equals(source)
                    ? setting.path("value")
                    : JsonNodeFactory.instance.nullNode();
            changes.compare(name, wanted.path(name), own);
        });
        if (onlyMissing()) {
            return Step.same(place, subject);
        }
        return Step.change(place, subject, changes.details(), () -> server.send("PATCH", path, changes.body()));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
