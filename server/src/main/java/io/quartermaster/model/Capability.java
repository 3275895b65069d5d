package io.quartermaster.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a model can do beside answering text with text. */
enum Capability {
    AUDIO_INPUT("audio_input"),
    AUDIO_OUTPUT("audio_output"),
    IMAGE_OUTPUT("image_output"),
    PDF("pdf"),
    REASONING("reasoning"),
    STRUCTURED_OUTPUT("structured_output"),
    TOOLS("tools"),
    VIDEO_INPUT("video_input"),
    VISION("vision");

    private final String word;

    Capability(String word) {
        this.word = word;
    }

    @JsonValue
    String word() {
        return word;
    }

    @JsonCreator
    static Capability of(String word) {
        return Arrays.stream(values())
                .filter(capability -> capability.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no capability " + word));
    }
}
