package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls at Azure OpenAI, whose paths follow the API's version and the names of deployments. */
final class AzureTest {

    private static FakeUpstream upstream;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        upstream = FakeUpstream.start();
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2025-04-01-preview, chat/completions, /openai/deployments/our-4o/chat/completions?api-version=2025-04-01-preview",
        "2025-04-01-preview, responses, /openai/responses?api-version=2025-04-01-preview",
        "v1, chat/completions, /openai/v1/chat/completions",
        "preview, responses, /openai/v1/responses?api-version=preview",
        ", chat/completions, /openai/deployments/our-4o/chat/completions?api-version=2024-10-21"
    })
    void aCallGoesToTheDeploymentOfItsModel(String version, String route, String target) throws Exception {
        AdminClient operator = server.operator();
        String tenant = operator.createTenant("acme-" + Integer.toHexString((version + route).hashCode()));
        String key = operator.createKey(tenant, "member");
        String versioned = version == null ? "" : "\"api_version\":\"" + version + "\",";
        operator.post(
                        "/tenants/" + tenant + "/providers",
                        "{\"family\":\"azure\",\"name\":\"az\",\"base_url\":\"%s\",\"api_key\":\"azure-key\",\"settings\":{%s\"deployments\":{\"gpt-4o\":\"our-4o\"}}}"
                                .formatted(upstream.origin(), versioned))
                .require(201);
        operator.post(
                        "/tenants/" + tenant + "/models",
                        "{\"family\":\"azure\",\"model\":\"gpt-4o\",\"model_type\":\"llm\"}")
                .require(201);
        upstream.forget();

        HttpResponse<String> answer = call(key, route);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-qm-model")).contains("azure/gpt-4o");
        Exchange exchange = upstream.awaitExchange(0, Duration.ofSeconds(5));
        assertThat(exchange.target()).isEqualTo(target);
        assertThat(exchange.text()).isEqualTo("{\"model\":\"our-4o\",\"input\":\"a\",\"messages\":[]}");
        assertThat(exchange.headers().all("api-key")).containsExactly("azure-key");
        assertThat(exchange.headers().has("authorization")).isFalse();
    }

    private static HttpResponse<String> call(String key, String route) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(server.address().resolve("/v1/" + route))
                            .header("authorization", "Bearer " + key)
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"model\":\"gpt-4o\",\"input\":\"a\",\"messages\":[]}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
