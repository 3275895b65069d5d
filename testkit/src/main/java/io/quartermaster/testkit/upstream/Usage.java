package io.quartermaster.testkit.upstream;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tokens that an answer reports; cached ones are part of the prompt, reasoning ones of the completion. */
public record Usage(int prompt, int completion, int cached, int reasoning) {
    public Usage {
        if (prompt < cached || completion < reasoning || cached < 0 || reasoning < 0) {
            throw new IllegalArgumentException("cached and reasoning tokens are parts of the others");
        }
    }

    public static Usage of(int prompt, int completion) {
        return new Usage(prompt, completion, 0, 0);
    }

    ObjectNode json() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        usage.put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", reasoning);
        return usage;
    }
}
