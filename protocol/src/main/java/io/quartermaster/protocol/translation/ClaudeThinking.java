package io.quartermaster.protocol.translation;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells a Claude how much to think, in the fields of Anthropic's messages. */
record ClaudeThinking(ClaudeModel model, ObjectNode fields) {

    private static final int LEAST_THINKING = 1_024;

    /** Whether it was told to; {@code most}: tokens that there are for thoughts. */
    boolean ask(JsonNode chat, int most) {
        if (chat.path("thinking").isObject()) {
            fields.set("thinking", chat.path("thinking"));
            return !chat.at("/thinking/type").asString("").equals("disabled");
        }
        String effort = chat.path("reasoning_effort").asString("").toLowerCase(Locale.ROOT);
        return model.thinksAdaptively() ? byEffort(effort) : byTokens(effort, most);
    }

    private boolean byEffort(String wanted) {
        String effort = switch (wanted) {
            case "minimal", "low" -> "low";
            case "medium", "high" -> wanted;
            case "xhigh" -> model.knowsHighestEffort() ? wanted : "high";
            default -> "";
        };
        if (effort.isEmpty()) {
            return false;
        }
        fields.putObject("thinking").put("type", "adaptive");
        fields.withObject("output_config").put("effort", effort);
        return true;
    }

    private boolean byTokens(String effort, int most) {
        int wanted = switch (effort) {
            case "minimal", "low" -> LEAST_THINKING;
            case "medium" -> 2 * LEAST_THINKING;
            case "high", "xhigh" -> 4 * LEAST_THINKING;
            default -> 0;
        };
        int budget = Math.min(wanted, most);
        if (budget < LEAST_THINKING) {
            return false;
        }
        fields.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        return true;
    }
}
