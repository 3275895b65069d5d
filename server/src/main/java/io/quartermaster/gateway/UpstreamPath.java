package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Signing;
import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.provider.ProviderFamily.Protocol;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Where a provider takes the calls of a route, after its base URL. */
final class UpstreamPath {

    private static final int VERSION_LENGTH = "/v1".length();
    private static final String AZURE_VERSION = "2024-10-21";

    private static final String WHOLE = ":generateContent";
    private static final String STREAM = ":streamGenerateContent?alt=sse";

    private UpstreamPath() {}

    /** Whether the provider takes such calls at all. */
    static boolean exists(GatewayRoute route, Protocol protocol) {
        return switch (protocol) {
            case OPENAI -> route.protocol() == ClientProtocol.OPENAI || route == GatewayRoute.MESSAGES;
            case AZURE ->
                switch (route) {
                    case CHAT_COMPLETIONS,
                            RESPONSES,
                            EMBEDDINGS,
                            AUDIO_SPEECH,
                            AUDIO_TRANSCRIPTIONS,
                            IMAGES,
                            MESSAGES -> true;
                    case RERANK, MODERATIONS, COUNT_TOKENS -> false;
                };
            case ANTHROPIC ->
                switch (route) {
                    case MESSAGES, COUNT_TOKENS, CHAT_COMPLETIONS, RESPONSES -> true;
                    case EMBEDDINGS, RERANK, MODERATIONS, AUDIO_SPEECH, AUDIO_TRANSCRIPTIONS, IMAGES -> false;
                };
            case GEMINI ->
                switch (route) {
                    case CHAT_COMPLETIONS, RESPONSES, MESSAGES, EMBEDDINGS -> true;
                    case RERANK, MODERATIONS, AUDIO_SPEECH, AUDIO_TRANSCRIPTIONS, IMAGES, COUNT_TOKENS -> false;
                };
            case VERTEX, BEDROCK ->
                switch (route) {
                    case CHAT_COMPLETIONS, RESPONSES, MESSAGES -> true;
                    case EMBEDDINGS, RERANK, MODERATIONS, AUDIO_SPEECH, AUDIO_TRANSCRIPTIONS, IMAGES, COUNT_TOKENS ->
                        false;
                };
            case COHERE ->
                switch (route) {
                    case CHAT_COMPLETIONS, RESPONSES, MESSAGES, EMBEDDINGS, RERANK -> true;
                    case MODERATIONS, AUDIO_SPEECH, AUDIO_TRANSCRIPTIONS, IMAGES, COUNT_TOKENS -> false;
                };
        };
    }

    /** The path for a route that {@link #exists}; of a translated call, that of the route it becomes. */
    static String of(GatewayRoute route, Step step, boolean streamed) {
        return switch (step.protocol()) {
            case OPENAI -> asChat(route, step).path().substring(VERSION_LENGTH); // their base URLs hold the version
            case AZURE -> azure(asChat(route, step), step);
            case ANTHROPIC -> (route == GatewayRoute.COUNT_TOKENS ? route : GatewayRoute.MESSAGES).path();
            case GEMINI -> gemini(route, step.upstreamModel(), streamed);
            case VERTEX -> vertex(step, streamed);
            case COHERE -> cohere(route);
            case BEDROCK -> "/model/" + segment(step.upstreamModel()) + (streamed ? "/converse-stream" : "/converse");
        };
    }

    private static String vertex(Step step, boolean streamed) {
        Signing.GoogleAccount account =
                (Signing.GoogleAccount) step.attempt().signing().orElseThrow();
        return "/v1/projects/" + segment(account.project()) + "/locations/" + segment(account.location())
                + "/publishers/google/models/" + segment(step.upstreamModel())
                + (streamed ? STREAM : WHOLE);
    }

    private static String gemini(GatewayRoute route, String model, boolean streamed) {
        String method = route == GatewayRoute.EMBEDDINGS ? ":batchEmbedContents" : streamed ? STREAM : WHOLE;
        return "/v1beta/models/" + segment(model) + method;
    }

    /** One segment of a path, whatever is in it (RFC 3986): an ARN has slashes. */
    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String cohere(GatewayRoute route) {
        return route == GatewayRoute.EMBEDDINGS
                ? "/v2/embed"
                : route == GatewayRoute.RERANK ? "/v2/rerank" : "/v2/chat";
    }

    private static GatewayRoute asChat(GatewayRoute route, Step step) {
        boolean translated =
                route == GatewayRoute.MESSAGES || (route == GatewayRoute.RESPONSES && step.wantsResponsesTranslated());
        return translated ? GatewayRoute.CHAT_COMPLETIONS : route;
    }

    /** Versions that are no dates have paths of their own, and so has the one route that names no deployment. */
    private static String azure(GatewayRoute route, Step step) {
        JsonNode settings = step.attempt().provider().settings();
        String version = settings.path("api_version").asString(AZURE_VERSION);
        String path = route.path().substring(VERSION_LENGTH);
        if (!Character.isDigit(version.charAt(0))) {
            return "/openai/v1" + path + (version.equals("v1") ? "" : "?api-version=" + version);
        }
        String deployment = route == GatewayRoute.RESPONSES ? "" : "/deployments/" + step.upstreamModel();
        return "/openai" + deployment + path + "?api-version=" + version;
    }
}
