package io.quartermaster.testkit.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scripts of a provider that behaves, and of the usual ways in which one does not. */
public final class Answers {
    public static final String MODEL = "fake-model";
    public static final Usage USAGE = new Usage(11, 5, 3, 0);

    private static final JsonMapper JSON = JsonMapper.shared();

    private Answers() {}

    public static Script chat(String content) {
        return Script.json(200, OpenAi.completion(MODEL, content, USAGE));
    }

    /** A stream of these pieces with neither usage nor {@code [DONE]}: both can be added, or left out. */
    public static Script chatStream(String... pieces) {
        return Script.stream().events(OpenAiChunks.content(MODEL, List.of(pieces)));
    }

    /** A whole stream: the pieces, the usage, {@code [DONE]}. */
    public static Script wholeChatStream(String... pieces) {
        return chatStream(pieces).events(OpenAiChunks.usage(MODEL, USAGE)).done();
    }

    public static Script toolCalls(ToolCall... calls) {
        return Script.json(200, OpenAi.completion(MODEL, List.of(calls), USAGE));
    }

    public static Script toolCallStream(int fragment, ToolCall... calls) {
        return Script.stream()
                .events(OpenAiChunks.toolCalls(MODEL, List.of(calls), fragment))
                .events(OpenAiChunks.usage(MODEL, USAGE))
                .done();
    }

    public static Script embeddings(double[]... vectors) {
        return Script.json(200, OpenAi.embeddings(MODEL, List.of(vectors), 4));
    }

    public static Script models(String... ids) {
        return Script.json(200, OpenAi.models(List.of(ids)));
    }

    public static Script error(int status, String type, String code, String message) {
        return Script.json(status, OpenAi.error(type, code, message));
    }

    public static Script rateLimited(Duration retryAfter) {
        return error(429, "requests", "rate_limit_exceeded", "Rate limit reached for requests")
                .header("retry-after", "" + retryAfter.toSeconds());
    }

    /** A 500 or another of its kind, with an error of the vendor's shape. */
    public static Script serverError(int status) {
        return error(status, "server_error", "", "The server had an error while processing your request");
    }

    /** Status 200, and an error in the body. */
    public static Script errorWithStatus200() {
        return Script.json(200, OpenAi.error("server_error", "", "The model is overloaded"));
    }

    public static Script redirect(URI to) {
        return Script.answer(302, "text/plain", new byte[0]).header("location", to.toString());
    }

    /** Answers chat (streamed or not), embeddings, models and {@link RouteAnswers} as a provider does; anything else is 404. */
    public static Script likeOpenAi(Exchange exchange) {
        String path = exchange.path();
        if (path.endsWith("/models")) {
            return models(MODEL);
        }
        if (path.endsWith("/embeddings")) {
            JsonNode input = JSON.readTree(exchange.body()).path("input");
            int inputs = input.isArray() && !input.path(0).isNumber() ? input.size() : 1;
            return Script.json(
                    200, OpenAi.embeddings(MODEL, Collections.nCopies(inputs, new double[] {0.25, -0.5, 0.75}), 4));
        }
        if (path.endsWith("/chat/completions")) {
            JsonNode request = JSON.readTree(exchange.body());
            if (!request.path("stream").asBoolean(false)) {
                return chat("Hello from the fake upstream");
            }
            List<String> events =
                    new ArrayList<>(OpenAiChunks.content(MODEL, List.of("Hello", " from the", " fake upstream")));
            if (request.at("/stream_options/include_usage").asBoolean(false)) {
                events.add(OpenAiChunks.usage(MODEL, USAGE));
            }
            return Script.stream().events(events).done();
        }
        return RouteAnswers.find(exchange)
                .orElseGet(() -> error(
                        404,
                        "invalid_request_error",
                        "",
                        "Unknown request URL: " + exchange + ". Please check the URL."));
    }
}
