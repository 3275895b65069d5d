package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.upstream.Answers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A line of the access log for each call. */
final class CallLogTest {

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void everyCallIsALineWithoutItsContentAndWithoutKeys() {
        gateway.upstream.next(Answers.chat("the secret answer"), Answers.serverError(400));
        String asked = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"the secret question\"}]}";
        String id = gateway.chat(asked).headers().first("x-qm-request-id").orElseThrow();
        gateway.chat(asked);
        gateway.chat("{\"model\":\"nope\"}");
        gateway.send(RawHttp.request("GET", "/v1/models", "", "Authorization: Bearer qm_wrong"));
        gateway.get("/v1/models");
        Eventually.await(SOON, "all are told", () -> gateway.accessLog().size() == 5);

        List<JsonNode> lines = gateway.accessLog();
        assertThat(lines).extracting(line -> line.path("status").asInt()).containsExactly(200, 400, 404, 401, 200);
        JsonNode first = lines.getFirst();
        assertThat(first.path("request_id").asString()).isEqualTo(id);
        assertThat(first.path("route").asString()).isEqualTo("chat_completions");
        assertThat(first.path("outcome").asString()).isEqualTo("completed");
        assertThat(first.path("model").asString()).isEqualTo("openai/gpt-4o");
        assertThat(first.path("tenant_id").asString()).isEqualTo(gateway.tenant.id.toString());
        assertThat(first.path("input_tokens").asLong()).isEqualTo(11);
        assertThat(first.path("duration_us").asLong()).isPositive();
        assertThat(lines.get(2).path("code").asString()).isEqualTo("model_not_found");
        assertThat(lines.toString())
                .doesNotContain("secret")
                .doesNotContain(gateway.key)
                .doesNotContain("qm_wrong");
    }
}
