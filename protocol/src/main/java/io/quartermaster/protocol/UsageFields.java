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
                case "prompt_tokens_details",
                        "input_tokens_details",
                        "completion_tokens_details",
                        "output_tokens_details" -> details(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    TokenUsage usage() {
        if (prompt.isEmpty() && input.isPresent() && (readBeside.isPresent() || writtenBeside.isPresent())) {
            long all = input.getAsLong() + readBeside.orElse(0) + writtenBeside.orElse(0);
            return new TokenUsage(OptionalLong.of(all), readBeside, writtenBeside, output, reasoning);
        }
        return new TokenUsage(
                prompt.isPresent() ? prompt : input,
                cachedWithin.isPresent() ? cachedWithin : readBeside,
                writtenWithin.isPresent() ? writtenWithin : writtenBeside,
                output,
                reasoning);
    }

    private void details(JsonParser parser, JsonToken value) {
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
                default -> parser.skipChildren();
            }
        }
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
