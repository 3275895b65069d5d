package io.quartermaster.testkit.node;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Conversations of npm's clients, all of them in one process: each client has one of each kind with each model. They say {@code hello}, or ask for the
 * {@code weather} where they have a tool for it, hand its result back and then say {@code hello}.
 */
public final class NodeConversations {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration ALL = Duration.ofMinutes(2);

    private NodeConversations() {}

    /** What came of one; of one with a tool, the calls and the finish are the first answer's, and the text the second's. */
    public record Conversation(
            String client,
            String model,
            String kind,
            String text,
            List<String> calls,
            String finish,
            int tokens,
            String error) {

        /** Whether it had a tool. */
        public boolean hasTool() {
            return kind.equals("tools");
        }
    }

    /**
     * Has them all.
     *
     * @param origin without the version
     */
    public static List<Conversation> run(URI origin, String key, List<String> clients, List<String> models) {
        ObjectNode asked =
                JSON.createObjectNode().put("base_url", origin.toString()).put("key", key);
        clients.forEach(asked.putArray("clients")::add);
        models.forEach(asked.putArray("models")::add);
        Command.Outcome outcome =
                NodePackages.installed().script("conversations.mjs").run(asked.toString(), ALL);
        if (outcome.exit() != 0) {
            throw new IllegalStateException("the clients' script failed:\n" + outcome.errors());
        }
        return JSON.readTree(outcome.output())
                .valueStream()
                .map(NodeConversations::conversation)
                .toList();
    }

    private static Conversation conversation(JsonNode told) {
        return new Conversation(
                told.path("client").asString(""),
                told.path("model").asString(""),
                told.path("kind").asString(""),
                told.path("text").asString(""),
                told.path("calls").valueStream().map(call -> call.asString("")).toList(),
                told.path("finish").asString(""),
                told.path("tokens").asInt(0),
                told.path("error").asString(""));
    }
}
