package io.quartermaster.protocol;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What the gateway must know of an OpenAI-style request, found in one pass over its bytes and with the places where they can be
 * edited. The whole body is checked: JSON, an object, UTF-8, nested at most {@value #MAX_DEPTH} deep, no field that decides
 * anything given twice.
 */
public final class RequestScan implements ScannedRequest {

    public static final int MAX_DEPTH = 64;

    /** What a provider counts beside the text. */
    static final int MORE_TOKENS = 64;

    private static final int DENSE = 4;
    private static final int INPUT = 8;

    /** A place in the body: bytes from {@code from} until {@code to} may be replaced; equal ends mean an insertion. */
    record Place(int from, int to) {}

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] body;
    private int objectStart;
    private boolean empty = true;
    private @Nullable String model;
    private @Nullable Place modelPlace;
    private boolean streamed;
    private boolean usageAsked;
    private @Nullable Place streamOptionsPlace;
    private @Nullable Place usagePlace;
    private boolean streamOptionsEmpty;
    private OptionalLong maxTokens = OptionalLong.empty();
    private OptionalLong maxOutputTokens = OptionalLong.empty();
    private OptionalLong choices = OptionalLong.empty();
    private int seen;
    private long inputTokens;
    private int inputText = -1;
    private long textTokens = -1;

    private RequestScan(byte[] body) {
        this.body = body;
    }

    /** Scans the body, which must not be changed afterwards. */
    public static RequestScan of(byte[] body) throws MalformedBody {
        RequestScan scan = new RequestScan(body);
        scan.run();
        return scan;
    }

    @Override
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    @Override
    public boolean streamed() {
        return streamed;
    }

    @Override
    public boolean usageAsked() {
        return usageAsked;
    }

    @Override
    public OptionalLong maxTokens() {
        return maxTokens;
    }

    @Override
    public OptionalLong maxOutputTokens() {
        return maxOutputTokens;
    }

    @Override
    public OptionalLong choices() {
        return choices;
    }

    /** A guess at the tokens of its text, and as many more as {@code input} has numbers: those are tokens. */
    @Override
    public long textTokens() {
        if (textTokens < 0) {
            textTokens = TextCount.ofRequest(body) + inputTokens;
        }
        return textTokens;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public long mostTokens() {
        return 2 * textTokens() + MORE_TOKENS;
    }

    @Override
    public long inputCharacters() {
        String text = input();
        return text.codePointCount(0, text.length());
    }

    @Override
    public long inputLetters() {
        return input().codePoints()
                .mapToLong(character -> character < 0x80 ? 1 : DENSE)
                .sum();
    }

    @Override
    public boolean inputIsText() {
        return inputText >= 0 || (seen & 1 << INPUT) == 0;
    }

    /** Read only of what is to be spoken. */
    private String input() {
        if (inputText < 0) {
            return "";
        }
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), body, inputText, body.length - inputText)) {
            parser.nextToken();
            return parser.getString();
        }
    }

    @Override
    public SoundLength sound() {
        return SoundLength.NONE;
    }

    int objectStart() {
        return objectStart;
    }

    boolean isEmpty() {
        return empty;
    }

    @Nullable
    Place modelPlace() {
        return modelPlace;
    }

    /** Where the whole {@code stream_options} stands when it is null. */
    @Nullable
    Place streamOptionsPlace() {
        return streamOptionsPlace;
    }

    /** Where {@code include_usage} is to be set inside {@code stream_options}, replacing a value or as an insertion. */
    @Nullable
    Place usagePlace() {
        return usagePlace;
    }

    boolean streamOptionsEmpty() {
        return streamOptionsEmpty;
    }

    private void run() throws MalformedBody {
        objectStart = 0;
        while (objectStart < body.length && isSpace(body[objectStart])) {
            objectStart++;
        }
        // Also keeps the parser from guessing UTF-16 or UTF-32, which it does from zero bytes or a byte order mark.
        if (objectStart == body.length || body[objectStart] != '{') {
            throw MalformedBody.of(
                    body.length == 0 ? "The request body is empty." : "The request body must be a JSON object.");
        }
        if (objectStart + 1 < body.length && body[objectStart + 1] == 0) {
            throw MalformedBody.of("The request body must be UTF-8.");
        }
        int fault = Utf8.firstFault(body);
        if (fault >= 0) {
            throw MalformedBody.of("The request body is not valid UTF-8 (byte " + fault + ").");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            parser.nextToken();
            String name;
            while ((name = parser.nextName()) != null) {
                empty = false;
                field(parser, name);
            }
            if (parser.nextToken() != null) {
                throw MalformedBody.of("The request body goes on after the end of its JSON object.");
            }
        } catch (JacksonException e) {
            throw MalformedBody.of("The request body is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private void field(JsonParser parser, String name) throws MalformedBody {
        JsonToken value = parser.nextToken();
        switch (name) {
            case "model" -> model(parser, value);
            case "stream" -> {
                once(1, name);
                streamed = flag(value, name);
            }
            case "stream_options" -> streamOptions(parser, value);
            case "max_completion_tokens" -> {
                once(2, name);
                maxTokens = larger(maxTokens, number(parser, value, name));
            }
            case "max_tokens" -> {
                once(3, name);
                maxTokens = larger(maxTokens, number(parser, value, name));
            }
            case "max_output_tokens" -> {
                once(7, name);
                maxOutputTokens = number(parser, value, name);
            }
            case "n" -> {
                once(4, name);
                choices = number(parser, value, name);
            }
            case "input" -> {
                once(INPUT, name);
                inputText = value == JsonToken.VALUE_STRING ? offset(parser) : -1;
                inputTokens += numbers(parser, value);
            }
            default -> parser.skipChildren();
        }
        if (value.isStructStart()) {
            parser.skipChildren();
        }
    }

    private void model(JsonParser parser, JsonToken value) throws MalformedBody {
        once(0, "model");
        int from = offset(parser);
        switch (value) {
            case VALUE_STRING -> {
                model = parser.getString();
                modelPlace = new Place(from, (int) parser.currentLocation().getByteOffset());
            }
            case VALUE_NULL -> modelPlace = new Place(from, from + 4);
            default -> throw MalformedBody.at("model", "The field `model` must be a string.");
        }
    }

    private void streamOptions(JsonParser parser, JsonToken value) throws MalformedBody {
        once(5, "stream_options");
        int from = offset(parser);
        if (value == JsonToken.VALUE_NULL) {
            streamOptionsPlace = new Place(from, from + 4);
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            throw MalformedBody.at("stream_options", "The field `stream_options` must be an object.");
        }
        usagePlace = new Place(from + 1, from + 1);
        streamOptionsEmpty = true;
        String name;
        while ((name = parser.nextName()) != null) {
            streamOptionsEmpty = false;
            JsonToken option = parser.nextToken();
            if (name.equals("include_usage")) {
                once(6, "stream_options.include_usage");
                usageAsked = flag(option, "stream_options.include_usage");
                int at = offset(parser);
                usagePlace = new Place(at, at + option.asString().length());
            }
            parser.skipChildren();
        }
    }

    /** Reads a value to its end. */
    private static long numbers(JsonParser parser, JsonToken first) {
        long count = first.isNumeric() ? 1 : 0;
        int depth = first.isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            count += token.isNumeric() ? 1 : 0;
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return count;
    }

    private void once(int field, String name) throws MalformedBody {
        if ((seen & 1 << field) != 0) {
            throw MalformedBody.at(name, "The field `" + name + "` is given twice.");
        }
        seen |= 1 << field;
    }

    /** What cannot be read might still be a number to the provider, and its answer cost more than was reserved. */
    private static OptionalLong number(JsonParser parser, JsonToken value, String name) throws MalformedBody {
        OptionalLong number = WholeNumber.read(parser, value);
        if (number.isEmpty() && value != JsonToken.VALUE_NULL) {
            throw MalformedBody.at(name, "The field `" + name + "` must be a number.");
        }
        return number;
    }

    private static boolean flag(JsonToken value, String name) throws MalformedBody {
        return switch (value) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw MalformedBody.at(name, "The field `" + name + "` must be true or false.");
        };
    }

    private static OptionalLong larger(OptionalLong one, OptionalLong other) {
        return other.isEmpty() || (one.isPresent() && one.getAsLong() > other.getAsLong()) ? one : other;
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }
}
