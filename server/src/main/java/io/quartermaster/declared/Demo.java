package io.quartermaster.declared;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tenant to look at, with something of everything and no key of any provider. */
public final class Demo {

    private static final String RESOURCE = "/io/quartermaster/declared/demo.yaml";

    private final AdminConnection server;
    private final Consumer<String> out;

    public Demo(AdminConnection server, Consumer<String> out) {
        this.server = server;
        this.out = out;
    }

    /**
     * Makes the tenant, or finds it as it would be made.
     *
     * @throws CannotApply when there is a tenant of that name with other content, which stays untouched
     */
    public void seed(String slug) {
        JsonNode root = Declaration.parse(text()).root().deepCopy();
        ObjectNode tenant = (ObjectNode) root.path("tenants").path(0);
        tenant.put("slug", slug);
        Declaration wanted = Declaration.parse(yaml(root));
        String path = AdminConnection.path("tenants", slug);
        boolean there = server.find(path).isPresent();
        Plan plan = Planner.plan(server, wanted, Map.of(), false);
        if (there && plan.differs()) {
            plan.print(out);
            throw new CannotApply(
                    "There is a tenant " + slug + " already, and it differs from the demo as shown; it was not"
                            + " touched. Name another slug with --tenant.");
        }
        if (there) {
            out.accept("The tenant " + slug + " is there already, as it should be.");
            return;
        }
        plan.run();
        JsonNode retired = server.send(
                "POST",
                path + "/models",
                Planner.object()
                        .put("family", "ollama")
                        .put("model", "llama2")
                        .put("model_type", "llm")
                        .put("display_name", "Llama 2, retired"));
        server.send(
                "DELETE",
                path + AdminConnection.path("models", retired.path("id").asString()));
        JsonNode key = server.send(
                "POST", path + "/api-keys", Planner.object().put("name", "demo").put("role", "admin"));
        out.accept("The tenant " + slug + " is made: GET /api/v1/tenants/" + slug + " and below.");
        out.accept("API key of an admin (shown once): " + key.path("key").asString());
    }

    private static String yaml(JsonNode root) {
        return root.toString(); // every JSON text is YAML
    }

    private static String text() {
        try (InputStream in = Demo.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + RESOURCE, e);
        }
    }
}
