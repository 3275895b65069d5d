package io.quartermaster.protocol;

import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The fields of one usage object, in the names that OpenAI, Anthropic and those who follow them give them. Anthropic counts cached
 * tokens beside {@code input_tokens}, the others within.
 */
final class UsageFields {

    private static final long MOST = 1L << 40; // beyond it a report is a mistake, and prices could not be added up

    private OptionalLong prompt = OptionalLong.empty();
    private OptionalLong input = OptionalLong.empty();
    private OptionalLong output = OptionalLong.empty();
    private OptionalLong cachedWithin = OptionalLong.empty();
    private OptionalLong writtenWithin = OptionalLong.empty();
    private OptionalLong readBeside = OptionalLong.empty();
    private OptionalLong writtenBeside = OptionalLong.empty();
    private OptionalLong reasoning = OptionalLong.empty();
    private OptionalLong audioInput = OptionalLong.empty();
    private OptionalLong audioOutput = OptionalLong.empty();
    private OptionalLong imageInput = OptionalLong.empty();
    private OptionalLong imageOutput = OptionalLong.empty();
    private OptionalLong audioMillis = OptionalLong.empty();

    /** Reads the object that the parser stands at the beginning of. */
    void read(JsonParser parser) {
        String name;
        while ((name = parser.nextName()) != null) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "prompt_tokens" -> prompt = count(parser, value, prompt);
                case "input_tokens" -> input = count(parser, value, input);
                case "completion_tokens", "output_tokens" -> output = count(parser, value, output);
                case "cache_read_input_tokens" -> readBeside = count(parser, value, readBeside);
                case "cache_creation_input_tokens" -> writtenBeside = count(parser, value, writtenBeside);
                case "prompt_cache_hit_tokens" -> cachedWithin = count(parser, value, cachedWithin);
                case "prompt_tokens_details", "input_tokens_details", "input_token_details" ->
                    details(parser, value, true);
                case "completion_tokens_details", "output_tokens_details", "output_token_details" ->
                    details(parser, value, false);
                case "seconds", "prompt_audio_seconds" -> audioMillis = millis(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    TokenUsage usage() {
        if (prompt.isEmpty() && input.isPresent() && (readBeside.isPresent() || writtenBeside.isPresent())) {
            long all = input.getAsLong() + readBeside.orElse(0) + writtenBeside.orElse(0);
            return new TokenUsage(OptionalLong.of(all), readBeside, writtenBeside, output, reasoning, media());
        }
        return new TokenUsage(
                prompt.isPresent() ? prompt : input,
                cachedWithin.isPresent() ? cachedWithin : readBeside,
                writtenWithin.isPresent() ? writtenWithin : writtenBeside,
                output,
                reasoning,
                media());
    }

    private MediaUsage media() {
        boolean any = audioInput.isPresent()
                || audioOutput.isPresent()
                || imageInput.isPresent()
                || imageOutput.isPresent()
                || audioMillis.isPresent();
        return any ? new MediaUsage(audioInput, audioOutput, imageInput, imageOutput, audioMillis) : MediaUsage.NONE;
    }

    private void details(JsonParser parser, JsonToken value, boolean ofInput) {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        String name;
        while ((name = parser.nextName()) != null) {
            JsonToken detail = parser.nextToken();
            switch (name) {
                case "cached_tokens" -> cachedWithin = count(parser, detail, cachedWithin);
                case "cache_write_tokens" -> writtenWithin = count(parser, detail, writtenWithin);
                case "reasoning_tokens" -> reasoning = count(parser, detail, reasoning);
                case "audio_tokens" -> {
                    audioInput = ofInput ? some(parser, detail, audioInput) : audioInput;
                    audioOutput = ofInput ? audioOutput : some(parser, detail, audioOutput);
                }
                case "image_tokens" -> {
                    imageInput = ofInput ? some(parser, detail, imageInput) : imageInput;
                    imageOutput = ofInput ? imageOutput : some(parser, detail, imageOutput);
                }
                default -> parser.skipChildren();
            }
        }
    }

    /** Seconds, which need not be whole; a part of a thousandth counts as one. */
    private static OptionalLong millis(JsonParser parser, JsonToken value) {
        if (!value.isNumeric()) {
            parser.skipChildren();
            return OptionalLong.empty();
        }
        double millis = Math.ceil(parser.getDoubleValue() * 1_000);
        return millis >= 0 && millis <= MOST ? OptionalLong.of((long) millis) : OptionalLong.empty();
    }

    /** Most answers say that there were none of them. */
    private static OptionalLong some(JsonParser parser, JsonToken value, OptionalLong otherwise) {
        OptionalLong count = count(parser, value, otherwise);
        return count.isPresent() && count.getAsLong() == 0 ? otherwise : count;
    }

    private static OptionalLong count(JsonParser parser, JsonToken value, OptionalLong otherwise) {
        if (value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long tokens = parser.getLongValue();
            return tokens >= 0 && tokens <= MOST ? OptionalLong.of(tokens) : otherwise;
        }
        parser.skipChildren();
        return otherwise;
    }
}
