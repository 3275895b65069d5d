package io.quartermaster.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/** What the gateway must know of a request, whatever its body is: found in one pass, the body kept as it came. */
public sealed interface ScannedRequest permits RequestScan, FormScan {

    /** The text of {@code model}; empty when absent or null. */
    Optional<String> model();

    boolean streamed();

    /** Whether the client itself asked for {@code stream_options.include_usage}. */
    boolean usageAsked();

    /** {@code max_completion_tokens} or {@code max_tokens}, the larger one: not every provider knows both. */
    OptionalLong maxTokens();

    /** {@code max_output_tokens}, where it is given. */
    OptionalLong maxOutputTokens();

    /** {@code n}, where it is given. */
    OptionalLong choices();

    /** A guess at the tokens of what is sent. */
    long textTokens();

    /** As many tokens as what is sent may have; a guess may fall short, so it is twice that, and what a provider counts beside the text. */
    long mostTokens();

    /** The characters of {@code input}, where it is a text. */
    long inputCharacters();

    /** As many letters of an alphabet as these characters are when spoken: one outside ASCII may be a word, and counts as four. */
    long inputLetters();

    /** Whether {@code input} is one text, or missing. */
    boolean inputIsText();

    /** How long the sound in it is. */
    SoundLength sound();

    /** All of it, which nobody may change. */
    byte[] body();
}
