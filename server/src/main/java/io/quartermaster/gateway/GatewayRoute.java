package io.quartermaster.gateway;

import io.quartermaster.model.ModelType;

/** The routes that are forwarded to a provider. */
public enum GatewayRoute {
    CHAT_COMPLETIONS("/v1/chat/completions", "chat_completions", ModelType.LLM, Streams.YES, Reports.TOKENS),
    RESPONSES("/v1/responses", "responses", ModelType.LLM, Streams.YES, Reports.TOKENS),
    EMBEDDINGS("/v1/embeddings", "embeddings", ModelType.TEXT_EMBEDDING, Streams.NO, Reports.TOKENS),
    RERANK("/v1/rerank", "rerank", ModelType.RERANK, Streams.NO, Reports.NOTHING),
    MODERATIONS("/v1/moderations", "moderations", ModelType.MODERATION, Streams.NO, Reports.NOTHING),
    AUDIO_SPEECH("/v1/audio/speech", "audio_speech", ModelType.TTS, Streams.YES, Reports.NOTHING),
    AUDIO_TRANSCRIPTIONS(
            "/v1/audio/transcriptions",
            "audio_transcriptions",
            ModelType.SPEECH2TEXT,
            Streams.YES,
            Reports.NOTHING), // its texts and subtitles tell nothing
    IMAGES("/v1/images/generations", "images", ModelType.IMAGE, Streams.YES, Reports.TOKENS),
    MESSAGES("/v1/messages", "messages", ModelType.LLM, Streams.YES, Reports.TOKENS),
    COUNT_TOKENS("/v1/messages/count_tokens", "count_tokens", ModelType.LLM, Streams.NO, Reports.NOTHING);

    private enum Streams {
        YES,
        NO
    }

    /** What an answer tells of its cost. */
    private enum Reports {
        TOKENS,
        NOTHING
    }

    private final String path;
    private final String word;
    private final ModelType modelType;
    private final Streams streams;
    private final Reports reports;

    GatewayRoute(String path, String word, ModelType modelType, Streams streams, Reports reports) {
        this.path = path;
        this.word = word;
        this.modelType = modelType;
        this.streams = streams;
        this.reports = reports;
    }

    public String path() {
        return path;
    }

    /** For metrics and the ledger. */
    public String word() {
        return word;
    }

    public ModelType modelType() {
        return modelType;
    }

    public boolean streamable() {
        return streams == Streams.YES;
    }

    /** Whether an answer that tells no tokens is worth a count in the metrics. */
    boolean reportsTokens() {
        return reports == Reports.TOKENS;
    }

    /** Whether a client that leaves halfway through an unstreamed answer has had something of it: then it is not held until whole. */
    boolean playsAsItArrives() {
        return this == AUDIO_SPEECH;
    }

    /** Whether its requests are forms, with files in them. */
    public boolean takesForms() {
        return this == AUDIO_TRANSCRIPTIONS;
    }

    /** Whether its answers may be other than JSON. */
    boolean answersAnything() {
        return this == AUDIO_SPEECH || this == AUDIO_TRANSCRIPTIONS;
    }

    public ClientProtocol protocol() {
        return switch (this) {
            case CHAT_COMPLETIONS,
                    RESPONSES,
                    EMBEDDINGS,
                    RERANK,
                    MODERATIONS,
                    AUDIO_SPEECH,
                    AUDIO_TRANSCRIPTIONS,
                    IMAGES -> ClientProtocol.OPENAI;
            case MESSAGES, COUNT_TOKENS -> ClientProtocol.ANTHROPIC;
        };
    }
}
