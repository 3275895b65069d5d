package io.quartermaster.declared;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** The admin API of a server as a command calls it, with one key. */
public final class AdminConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // the key goes where it was meant to go
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String address;
    private final Sensitive key;

    public AdminConnection(URI server, Sensitive key) {
        this.address = server.toString().replaceFirst("/+$", "") + "/api/v1";
        this.key = key;
    }

    /** A path below {@code /api/v1}, each part escaped. */
    static String path(String... parts) {
        StringBuilder path = new StringBuilder();
        for (String part : parts) {
            path.append('/')
                    .append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return path.toString();
    }

    JsonNode get(String path) {
        return require("GET", path, exchange("GET", path, Optional.empty(), OptionalLong.empty()));
    }

    /** What is there, or empty for a 404. */
    Optional<JsonNode> find(String path) {
        HttpResponse<String> answer = exchange("GET", path, Optional.empty(), OptionalLong.empty());
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(require("GET", path, answer));
    }

    /** Every entry of a list, page by page. */
    List<JsonNode> list(String path) {
        List<JsonNode> entries = new ArrayList<>();
        Optional<JsonNode> page = Optional.of(get(path + "?limit=200"));
        while (page.isPresent()) {
            page.get().path("data").forEach(entries::add);
            JsonNode cursor = page.get().path("next_cursor");
            page = cursor.isString()
                    ? Optional.of(get(path + "?limit=200&cursor="
                            + URLEncoder.encode(cursor.stringValue(), StandardCharsets.UTF_8)))
                    : Optional.empty();
        }
        return entries;
    }

    JsonNode send(String method, String path, JsonNode body) {
        return require(method, path, exchange(method, path, Optional.of(body), OptionalLong.empty()));
    }

    JsonNode send(String method, String path) {
        return require(method, path, exchange(method, path, Optional.empty(), OptionalLong.empty()));
    }

    /** A change of what was read at a version; somebody else's change since then ends it. */
    JsonNode patch(String path, JsonNode body, long version) {
        return require("PATCH", path, exchange("PATCH", path, Optional.of(body), OptionalLong.of(version)));
    }

    private HttpResponse<String> exchange(String method, String path, Optional<JsonNode> body, OptionalLong version) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                    .timeout(PATIENCE)
                    .header("authorization", "Bearer " + key.reveal())
                    .method(
                            method,
                            body.map(json -> HttpRequest.BodyPublishers.ofString(Json.text(json)))
                                    .orElseGet(HttpRequest.BodyPublishers::noBody));
            body.ifPresent(_ -> request.header("content-type", "application/json"));
            version.ifPresent(number -> request.header("if-match", "\"" + number + "\""));
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new CannotApply("The server at " + address + " does not answer.");
        } catch (IllegalArgumentException malformed) { // its message may show the key
            throw new CannotApply("The address " + address + " or the key cannot be sent in a request.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotApply("Interrupted while the server was asked.");
        }
    }

    private JsonNode require(String method, String path, HttpResponse<String> answer) {
        JsonNode body = tree(answer.body());
        if (answer.statusCode() / 100 == 2) {
            return body;
        }
        StringBuilder why = new StringBuilder(method + " " + path + " was answered by " + answer.statusCode());
        body.path("detail").asStringOpt().ifPresent(detail -> why.append(": ").append(detail));
        for (JsonNode error : body.path("errors")) {
            why.append(" [")
                    .append(error.path("field").asString())
                    .append(": ")
                    .append(error.path("message").asString())
                    .append(']');
        }
        throw new CannotApply(why.toString());
    }

    private JsonNode tree(String text) {
        try {
            return text.isBlank() ? NullNode.getInstance() : Json.tree(text);
        } catch (JacksonException notJson) {
            throw new CannotApply("What answers at " + address + " is no Quartermaster.");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
