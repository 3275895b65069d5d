package io.quartermaster;

import io.quartermaster.platform.http.Contract;
import io.quartermaster.platform.http.ContractCheck;
import io.quartermaster.platform.http.ContractOperation;
import io.quartermaster.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** A client of the admin API as a program would be one; every answer is held against the contract. */
public final class AdminClient {

    /** HTTP/1.1, so that calls at the same time come over connections of their own. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static final ContractCheck CONTRACT = new ContractCheck(Contract.admin());

    private final URI address;
    private final Map<String, String> credentials;

    AdminClient(URI address, String key) {
        this(address, Map.of("authorization", "Bearer " + key));
    }

    /** A client that sends these headers with each request, and no key. */
    AdminClient(URI address, Map<String, String> credentials) {
        this.address = address;
        this.credentials = Map.copyOf(credentials);
    }

    /** A browser after sign-in: the cookie and the CSRF token with each request. */
    AdminClient signedIn(String email, String password) {
        Answer answer = send(
                        "POST",
                        "/sign-in",
                        "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password),
                        Map.of())
                .require(200);
        return new AdminClient(address, Map.of("cookie", answer.cookie(), "x-qm-csrf", answer.string("csrf_token")));
    }

    /** What came back; {@code body} is JSON null when there was none. */
    public record Answer(int status, JsonNode body, Map<String, List<String>> headers, String text) {

        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }

        public String string(String field) {
            return body.path(field).asString();
        }

        /** The first cookie that was set, as a browser sends it back. */
        public String cookie() {
            return header("set-cookie").split(";", -1)[0];
        }

        /** The code at the end of a problem's type. */
        public String problem() {
            String type = string("type");
            return type.substring(type.lastIndexOf(':') + 1);
        }

        /** The code of the first field error, or empty when there is none. */
        public String errorCode() {
            return body.path("errors").path(0).path("code").asString("");
        }

        /** The field of the first field error, or empty when there is none. */
        public String errorField() {
            return body.path("errors").path(0).path("field").asString("");
        }

        /** This answer, if it has the status; the error shows the answer otherwise. */
        public Answer require(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + " but got " + status + ": " + text);
            }
            return this;
        }
    }

    public Answer get(String path) {
        return send("GET", path, "", Map.of());
    }

    public Answer post(String path, String json) {
        return send("POST", path, json, Map.of());
    }

    public Answer put(String path, String json) {
        return send("PUT", path, json, Map.of());
    }

    public Answer patch(String path, String json) {
        return send("PATCH", path, json, Map.of());
    }

    public Answer delete(String path) {
        return send("DELETE", path, "", Map.of());
    }

    /** Sends a request to a path such as {@code /tenants/acme}, below {@code /api/v1}. */
    public Answer send(String method, String path, String json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        json.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("content-type", "application/json");
        }
        credentials.forEach(request::header);
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = response.body().isEmpty() ? NullNode.getInstance() : Json.tree(response.body());
            Answer answer =
                    new Answer(response.statusCode(), body, response.headers().map(), response.body());
            requirePromised(method, path, answer);
            return answer;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while calling " + path, interrupted);
        }
    }

    private static void requirePromised(String method, String path, Answer answer) {
        Optional<ContractOperation> operation = CONTRACT.find(method, path);
        if (operation.isEmpty()) {
            return;
        }
        List<String> broken = CONTRACT.violations(
                operation.get().id(),
                answer.status(),
                Optional.of(answer.header("content-type")).filter(type -> !type.isEmpty()),
                answer.text());
        if (!broken.isEmpty()) {
            throw new AssertionError(method + " " + path + " breaks the contract: " + broken + " in " + answer.text());
        }
    }

    /** Creates a tenant and answers its id. */
    public String createTenant(String slug) {
        return post("/tenants", "{\"slug\":\"%s\",\"name\":\"Tenant %s\"}".formatted(slug, slug))
                .require(201)
                .string("id");
    }

    /** Creates an API key of the role and answers its text. */
    public String createKey(String tenant, String role) {
        return post("/tenants/" + tenant + "/api-keys", "{\"name\":\"test\",\"role\":\"%s\"}".formatted(role))
                .require(201)
                .string("key");
    }

    /** Creates a provider config of the family {@code openai-compatible} with a key and answers its id. */
    public String createProvider(String tenant, String name, URI baseUrl) {
        return post(
                        "/tenants/" + tenant + "/providers",
                        "{\"family\":\"openai-compatible\",\"name\":\"%s\",\"base_url\":\"%s\",\"api_key\":\"sk-%s\"}"
                                .formatted(name, baseUrl, name))
                .require(201)
                .string("id");
    }

    /** Creates an unbound model config of the family {@code openai-compatible} and answers its id. */
    public String createModel(String tenant, String model, String type) {
        return post(
                        "/tenants/" + tenant + "/models",
                        "{\"family\":\"openai-compatible\",\"model\":\"%s\",\"model_type\":\"%s\"}"
                                .formatted(model, type))
                .require(201)
                .string("id");
    }
}
