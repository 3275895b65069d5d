package io.quartermaster.gateway;

import io.quartermaster.model.ModelType;

/** The routes that are forwarded to a provider. */
public enum GatewayRoute {
    CHAT_COMPLETIONS("/v1/chat/completions", "/chat/completions", "chat_completions", ModelType.LLM, true),
    EMBEDDINGS("/v1/embeddings", "/embeddings", "embeddings", ModelType.TEXT_EMBEDDING, false);

    private final String path;
    private final String upstreamPath;
    private final String word;
    private final ModelType modelType;
    private final boolean streamable;

    GatewayRoute(String path, String upstreamPath, String word, ModelType modelType, boolean streamable) {
        this.path = path;
        this.upstreamPath = upstreamPath;
        this.word = word;
        this.modelType = modelType;
        this.streamable = streamable;
    }

    public String path() {
        return path;
    }

    /** What is added to a provider's base URL. */
    public String upstreamPath() {
        return upstreamPath;
    }

    /** For metrics and the ledger. */
    public String word() {
        return word;
    }

    public ModelType modelType() {
        return modelType;
    }

    public boolean streamable() {
        return streamable;
    }
}
