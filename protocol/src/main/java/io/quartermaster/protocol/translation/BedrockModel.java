package io.quartermaster.protocol.translation;

/**
 * What a model's id at Bedrock tells of what its requests may say: ids of models, of inference profiles, and ARNs of both. The ARN of an
 * application's own profile tells nothing, and the model is then told nothing but what all understand.
 */
record BedrockModel(String id) {

    private static final String CLAUDE = "claude-";

    static BedrockModel named(String id) {
        return new BedrockModel(id);
    }

    boolean isClaude() {
        return id.contains(CLAUDE);
    }

    /** Of one that is a Claude. */
    ClaudeModel claude() {
        return ClaudeModel.named(id.substring(id.indexOf(CLAUDE)));
    }

    /** Whether it keeps prompts up to a point that it is told; others refuse to be told. */
    boolean caches() {
        return isClaude() || id.contains("amazon.nova-");
    }

    boolean takesEffort() {
        return id.contains("openai.gpt-oss");
    }
}
