package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.GatewayRoute;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which route a path is. */
final class Paths {

    private static final String MODELS = "/v1/models";

    private Paths() {}

    sealed interface Target {
        record Forwarded(GatewayRoute route) implements Target {}

        record Models() implements Target {}

        record Model(String name) implements Target {}

        record Unknown() implements Target {}
    }

    private static final Target CHAT = new Target.Forwarded(GatewayRoute.CHAT_COMPLETIONS);
    private static final Target EMBEDDINGS = new Target.Forwarded(GatewayRoute.EMBEDDINGS);
    private static final Target ALL_MODELS = new Target.Models();
    private static final Target UNKNOWN = new Target.Unknown();

    static Target of(@Nullable String path) {
        if (path == null) {
            return UNKNOWN;
        }
        return switch (path) {
            case "/v1/chat/completions" -> CHAT;
            case "/v1/embeddings" -> EMBEDDINGS;
            case MODELS -> ALL_MODELS;
            default -> path.startsWith(MODELS + "/") ? model(path.substring(MODELS.length() + 1)) : UNKNOWN;
        };
    }

    /** A model's name may hold slashes, as they are or encoded; a plus is a plus. */
    private static Target model(String encoded) {
        try {
            String name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            return name.isEmpty() ? UNKNOWN : new Target.Model(name);
        } catch (IllegalArgumentException _) {
            return UNKNOWN;
        }
    }
}
