package io.quartermaster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.http.GatewayContractCheck;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway and its contract say the same: routes, headers, shapes of answers and of errors. */
class GatewayContractTest {

    /** A body that is answered well, for every operation that takes one; one without a line here fails. */
    private static final Map<String, String> SAMPLES = Map.of(
            "POST /v1/audio/transcriptions", "whisper-1",
            "POST /v1/chat/completions", "{\"model\":\"gpt-4o\",\"messages\":[]}",
            "POST /v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"a\"}",
            "POST /v1/responses", "{\"model\":\"gpt-4o\",\"input\":\"a\"}",
            "POST /v1/rerank", "{\"model\":\"rerank-1\",\"query\":\"a\",\"documents\":[\"b\"]}",
            "POST /v1/moderations", "{\"input\":\"a\",\"model\":\"omni-moderation\"}",
            "POST /v1/audio/speech", "{\"model\":\"tts-1\",\"input\":\"a\",\"voice\":\"alloy\"}",
            "POST /v1/images/generations", "{\"model\":\"gpt-image-1\",\"prompt\":\"a\"}",
            "POST /v1/messages", "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[]}",
            "POST /v1/messages/count_tokens", "{\"model\":\"claude-sonnet-4-5\",\"messages\":[]}");

    private static final String TRANSCRIPTIONS = "POST /v1/audio/transcriptions";

    private final GatewayContractCheck contract = GatewayContractCheck.load();
    private final GatewayFixture gateway = new GatewayFixture();

    GatewayContractTest() throws IOException {}

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void everyOperationAnswersAsItsContractSays() {
        for (String operation : contract.operations()) {
            String body = operation.startsWith("GET")
                    ? ""
                    : Objects.requireNonNull(SAMPLES.get(operation), () -> "no sample for " + operation);

            RawResponse answer = send(operation, body, gateway.key);

            assertThat(answer.status()).as(operation).isEqualTo(200);
            assertThat(violations(operation, answer)).isEmpty();
        }
    }

    @Test
    void aStreamAnswersAsItsContractSays() {
        String operation = "POST /v1/chat/completions";

        RawResponse answer = send(operation, "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[]}", gateway.key);

        assertThat(answer.headers().first("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(violations(operation, answer)).isEmpty();
    }

    @Test
    void everyRefusalHasTheShapeOfTheContract() {
        for (String operation : contract.operations()) {
            RawResponse withoutKey = send(operation, "{}", "qm_no-such-key");
            assertThat(withoutKey.status()).as(operation).isEqualTo(401);
            assertThat(violations(operation, withoutKey)).isEmpty();
            if (operation.startsWith("POST")) {
                boolean form = operation.equals(TRANSCRIPTIONS);
                RawResponse unreadable = send(operation, form ? "a\r\n--b0\r\n" : "{\"model\":", gateway.key);
                assertThat(unreadable.status()).as(operation).isEqualTo(400);
                assertThat(violations(operation, unreadable)).isEmpty();
                RawResponse unknownModel = send(operation, form ? "none" : "{\"model\":\"none\"}", gateway.key);
                assertThat(unknownModel.status()).as(operation).isEqualTo(404);
                assertThat(violations(operation, unknownModel)).isEmpty();
            }
        }
    }

    @Test
    void everyForwardedRouteIsInTheContract() {
        List<String> forwarded = Stream.of(GatewayRoute.values())
                .map(route -> "POST " + route.path())
                .toList();

        assertThat(contract.operations().stream().filter(name -> name.startsWith("POST")))
                .containsExactlyInAnyOrderElementsOf(forwarded);
    }

    @Test
    void whatTheContractDoesNotKnowIsRefusedInItsShape() {
        for (String operation : List.of("POST /v1/nothing", "DELETE /v1/models", "GET /v1/chat/completions")) {
            RawResponse answer = send(operation, "", gateway.key);

            assertThat(answer.status()).as(operation).isIn(404, 405);
            assertThat(violations("GET /v1/models", answer)).isEmpty();
        }
    }

    private RawResponse send(String operation, String body, String key) {
        String[] words = operation.split(" ", 2);
        String path = words[1].replace("{model}", "gpt-4o");
        String bearer = "Authorization: Bearer " + key;
        return gateway.send(
                operation.equals(TRANSCRIPTIONS)
                        ? Forms.request(path, Forms.field("model", body) + Forms.END, bearer)
                        : RawHttp.request(words[0], path, body, bearer));
    }

    private List<String> violations(String operation, RawResponse answer) {
        return contract.violations(
                operation,
                answer.status(),
                answer.headers().first("content-type"),
                answer.headers().fields().stream()
                        .map(field -> field.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                answer.text());
    }
}
