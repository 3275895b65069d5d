package io.quartermaster.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What a model does. Legacy names fold to these here, and nowhere else. */
public enum ModelType {
    LLM("llm"),
    TEXT_EMBEDDING("text-embedding"),
    RERANK("rerank"),
    SPEECH2TEXT("speech2text"),
    TTS("tts"),
    MODERATION("moderation"),
    IMAGE("image");

    private static final Map<String, ModelType> LEGACY = Map.of(
            "text-generation", LLM,
            "chat", LLM,
            "embeddings", TEXT_EMBEDDING,
            "embedding", TEXT_EMBEDDING,
            "reranking", RERANK,
            "speech-to-text", SPEECH2TEXT,
            "text-to-speech", TTS,
            "moderations", MODERATION,
            "images", IMAGE);

    private final String word;

    ModelType(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    /** Legacy names with what they fold to. */
    public static Map<String, ModelType> legacyNames() {
        return LEGACY;
    }

    /** The type of a canonical or legacy name, or empty. */
    public static Optional<ModelType> parse(String name) {
        return Arrays.stream(values())
                .filter(type -> type.word.equals(name))
                .findFirst()
                .or(() -> Optional.ofNullable(LEGACY.get(name)));
    }
}
