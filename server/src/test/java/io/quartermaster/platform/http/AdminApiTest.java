package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.platform.http.TestFront.Answered;
import io.quartermaster.platform.http.TestFront.Setup;
import io.quartermaster.testkit.Eventually;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AdminApiTest {

    private final AtomicReference<OperationHandler> handler = new AtomicReference<>(_ -> Reply.noContent());
    private final TestFront server =
            new TestFront(Setup.of(TestFront.operations(call -> handler.get().handle(call))));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anOperationSeesAllOfItsRequest() {
        AtomicReference<List<Object>> seen = new AtomicReference<>(List.of());
        handler.set(call -> {
            seen.set(List.of(
                    call.principal(TestFront.Tester.class).label(),
                    call.path("thing"),
                    call.query("limit"),
                    call.query("colour"),
                    call.flag("dry_run"),
                    call.header("X-Trace"),
                    call.body(Thing.class),
                    call.body().path("api_key").isNull(),
                    call.change("name", JsonNode::asString),
                    call.change("api_key", JsonNode::asString),
                    call.change("count", JsonNode::asInt),
                    call.facts().operationId(),
                    call.facts().remoteAddress(),
                    Thread.currentThread().isVirtual()));
            return Reply.ok(call.requestId()).withEtag(7);
        });
        Answered answer = server.send(server.request("/api/v1/things/a%20b%2Fc?limit=5&dry_run=true")
                .header("content-type", "application/json")
                .header("x-trace", "ab12")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"x\",\"api_key\":null}"))
                .build());
        assertThat(seen.get())
                .containsExactly(
                        "tester",
                        "a b/c",
                        Optional.of("5"),
                        Optional.empty(),
                        true,
                        Optional.of("ab12"),
                        new Thing("x", Optional.empty(), Optional.empty()),
                        true,
                        Change.set("x"),
                        Change.clear(),
                        Change.keep(),
                        "putThing",
                        "127.0.0.1",
                        true);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("etag")).contains("\"7\"");
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(answer.header("x-qm-request-id")).contains(answer.json().asString());
        assertThat(UUID.fromString(answer.json().asString()).version()).isEqualTo(7);
    }

    record Thing(String name, Optional<String> apiKey, Optional<Integer> count) {}

    @Test
    void aWholeNumberMayBeWrittenWithAPoint() {
        handler.set(call -> Reply.ok(call.body(Thing.class)));
        Answered answer = server.put("/api/v1/things/x", "{\"name\":\"x\",\"count\":4.0}");
        assertThat(answer.text()).isEqualTo("{\"name\":\"x\",\"api_key\":null,\"count\":4}");
    }

    @Test
    void preconditionsAreRead() {
        handler.set(call -> Reply.ok(call.precondition().allows(OptionalLong.of(7))));
        assertThat(conditional("if-match", "\"7\"").json().asBoolean()).isTrue();
        assertThat(conditional("if-match", "W/\"7\"").json().asBoolean()).isFalse();
        assertThat(conditional("if-none-match", "*").json().asBoolean()).isFalse();
        Answered both = server.send(server.request("/api/v1/things/x")
                .header("if-match", "*")
                .header("if-none-match", "*")
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"x\"}"))
                .build());
        assertThat(both.errors()).containsExactly("header.If-None-Match not_allowed");
    }

    private Answered conditional(String header, String value) {
        return server.send(server.request("/api/v1/things/x")
                .header(header, value)
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"x\"}"))
                .build());
    }

    @Test
    void aListIsPaged() {
        handler.set(call -> Reply.page(
                Page.of(List.of(1, 2, 3), call.page(), last -> Cursor.of(String.valueOf(last), "ü")),
                number -> "n" + number));
        Answered first = server.get("/api/v1/things?limit=2");
        assertThat(first.json().path("data").toString()).isEqualTo("[\"n1\",\"n2\"]");
        String cursor = first.json().path("next_cursor").asString();

        handler.set(call -> Reply.ok(call.page().after().orElseThrow().values()));
        assertThat(server.get("/api/v1/things?cursor=" + cursor).text()).isEqualTo("[\"2\",\"ü\"]");
        assertThat(server.get("/api/v1/things?cursor=x").errors()).containsExactly("query.cursor format");

        handler.set(call -> Reply.page(Page.whole(List.of(1)), number -> number));
        assertThat(server.get("/api/v1/things").text()).isEqualTo("{\"data\":[1],\"next_cursor\":null}");
    }

    @Test
    void withoutAKeyNothingIsToldOfTheRequest() {
        for (String authorization : List.of("Bearer wrong", "Basic eDp5", "Bearer ", "qm_right")) {
            Answered answer = server.send(HttpRequest.newBuilder(
                            server.request("/api/v1/things/x?zzz=1").build().uri())
                    .header("authorization", authorization)
                    .header("content-type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{"))
                    .build());
            assertThat(answer.status()).as(authorization).isEqualTo(401);
            assertThat(answer.header("www-authenticate")).contains("Bearer");
            assertThat(answer.errors()).isEmpty();
        }
    }

    @Test
    void twoAuthorizationHeadersAreNone() {
        Answered answer = server.send(server.request("/api/v1/things/x")
                .header("authorization", "Bearer other")
                .GET()
                .build());
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void anOpenOperationNeedsNoKey() {
        handler.set(call -> Reply.text(200, "text/plain", "hello"));
        Answered answer = server.send(
                HttpRequest.newBuilder(server.request("/api/v1/open").build().uri())
                        .GET()
                        .build());
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.contentType()).contains("text/plain");
    }

    @Test
    void eachRequestIsMeasuredAndLoggedWithoutItsQuery() {
        try (Logs logs = new Logs("io.quartermaster.requests")) {
            server.get("/api/v1/things/secret-thing?zzz=secret-query");
            Eventually.await(
                    Duration.ofSeconds(5),
                    "a line in the log",
                    () -> logs.events().size() == 1);
            ILoggingEvent event = logs.events().getFirst();
            assertThat(event.getFormattedMessage()).isEqualTo("GET /api/v1/things/{thing} 400");
            assertThat(event.getKeyValuePairs().toString())
                    .contains("duration_us", "request_id")
                    .doesNotContain("secret");
        }
        assertThat(server.metrics
                        .get("qm.admin.requests")
                        .tag("operation", "readThing")
                        .tag("status", "400")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void instantsAreText() {
        handler.set(_ -> Reply.ok(new Dated(Instant.parse("2026-01-31T12:00:00.123456Z"), Optional.empty())));
        assertThat(server.get("/api/v1/things/x").text())
                .isEqualTo("{\"at\":\"2026-01-31T12:00:00.123456Z\",\"until\":null}");
    }

    record Dated(Instant at, Optional<Instant> until) {}

    @Test
    void theStartIsRefusedWhenContractAndHandlersDiffer() {
        Operations operations =
                new Operations().on("open", _ -> Reply.noContent()).on("extra", _ -> Reply.noContent());
        assertThatThrownBy(() -> new AdminApi(
                        Contract.load("/contracts/things.openapi.yaml"),
                        operations,
                        (_, _) -> new TestFront.Tester("x"),
                        new Blocking(1, Duration.ZERO),
                        new BodyRoom(1),
                        Duration.ZERO,
                        new SimpleMeterRegistry()))
                .hasMessageContaining("without a handler [listThings, postThing, putThing, readById, readThing]")
                .hasMessageContaining("without an operation [extra]");
        assertThatThrownBy(() -> operations.on("open", _ -> Reply.noContent()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
