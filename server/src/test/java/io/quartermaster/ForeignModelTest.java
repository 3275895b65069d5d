package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.access.Role;
import io.quartermaster.gateway.GatewayRoute;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tenant's models as another tenant's key sees them through the gateway: not at all. */
final class ForeignModelTest {

    @Test
    void aModelOfAnotherTenantCannotBeToldFromOneThatDoesNotExist() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer server = TestServer.start()) {
            AdminScene own = new AdminScene(server);
            String other = server.operator().createTenant("other");
            server.operator().createProvider(other, "main", upstream.baseUrl());
            String otherKey = server.operator().createKey(other, "member");
            Map<String, String> ids = new HashMap<>();
            for (GatewayRoute route : GatewayRoute.values()) {
                String type = route.modelType().word();
                String id = ids.computeIfAbsent(type, _ -> create(server, other, "secret-" + type, type));
                assertThat(call(server, otherKey, route, id).statusCode())
                        .as("its own tenant calls it")
                        .isNotEqualTo(404);
                for (String name :
                        List.of(id, "alias-secret-" + type, "secret-" + type, "openai-compatible/secret-" + type)) {
                    String missing = UUID.randomUUID().toString();
                    HttpResponse<String> there = call(server, own.keyOf(Role.MEMBER), route, name);
                    HttpResponse<String> nowhere = call(server, own.keyOf(Role.MEMBER), route, missing);
                    assertThat(there.statusCode()).as(route + " " + name).isEqualTo(404);
                    assertThat(there.body()).contains("model_not_found");
                    assertThat(withoutId(there.body().replace(name, "?")))
                            .isEqualTo(withoutId(nowhere.body().replace(missing, "?")));
                }
            }
            assertThat(get(server, own.keyOf(Role.MEMBER), "/v1/models").body()).doesNotContain("secret");
            assertThat(get(server, otherKey, "/v1/models").body()).contains("secret");
            assertThat(upstream.exchanges()).hasSize((int) Stream.of(GatewayRoute.values())
                    .filter(ForeignModelTest::reaches)
                    .count());
        }
    }

    /** The model's family counts no tokens; all else reaches it, Anthropic's messages translated. */
    private static boolean reaches(GatewayRoute route) {
        return route != GatewayRoute.COUNT_TOKENS;
    }

    private static String withoutId(String body) {
        return body.replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    private static String create(TestServer server, String tenant, String model, String type) {
        return server.operator()
                .post(
                        "/tenants/" + tenant + "/models",
                        "{\"family\":\"openai-compatible\",\"model\":\"%s\",\"model_type\":\"%s\",\"alias\":\"alias-%s\"}"
                                .formatted(model, type, model))
                .require(201)
                .string("id");
    }

    private static HttpResponse<String> call(TestServer server, String key, GatewayRoute route, String model)
            throws Exception {
        String json = "{\"model\":\"%s\",\"input\":\"x\",\"messages\":[]}".formatted(model);
        String form = "--B\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n" + model
                + "\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\nsound\r\n--B--\r\n";
        return send(HttpRequest.newBuilder(server.address().resolve(route.path()))
                .header("authorization", "Bearer " + key)
                .header("content-type", route.takesForms() ? "multipart/form-data; boundary=B" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(route.takesForms() ? form : json))
                .build());
    }

    private static HttpResponse<String> get(TestServer server, String key, String path) throws Exception {
        return send(HttpRequest.newBuilder(server.address().resolve(path))
                .header("authorization", "Bearer " + key)
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
