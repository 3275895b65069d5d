package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.ClientProtocol;
import io.quartermaster.gateway.GatewayRoute;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    private static final Map<String, Target> FORWARDED = Stream.of(GatewayRoute.values())
            .collect(Collectors.toUnmodifiableMap(GatewayRoute::path, Target.Forwarded::new));
    private static final Target ALL_MODELS = new Target.Models();
    private static final Target UNKNOWN = new Target.Unknown();

    static Target of(@Nullable String path) {
        if (path == null) {
            return UNKNOWN;
        }
        Target forwarded = FORWARDED.get(path);
        if (forwarded != null) {
            return forwarded;
        }
        if (path.equals(MODELS)) {
            return ALL_MODELS;
        }
        return path.startsWith(MODELS + "/") ? model(path.substring(MODELS.length() + 1)) : UNKNOWN;
    }

    /** Whose shape an error at this path has. */
    static ClientProtocol protocol(@Nullable String path) {
        return path != null && path.startsWith(GatewayRoute.MESSAGES.path())
                ? ClientProtocol.ANTHROPIC
                : ClientProtocol.OPENAI;
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
