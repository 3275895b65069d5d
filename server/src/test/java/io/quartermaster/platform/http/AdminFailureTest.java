package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.http.TestFront.Answered;
import io.quartermaster.platform.http.TestFront.Setup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminFailureTest {

    private final AtomicReference<OperationHandler> handler = new AtomicReference<>(_ -> Reply.noContent());
    private final TestFront server =
            new TestFront(Setup.of(TestFront.operations(call -> handler.get().handle(call))));

    @AfterEach
    void stop() {
        server.close();
    }

    record Thing(String name, Optional<String> apiKey, Optional<Integer> count) {}

    @Test
    void aProblemIsADocument() {
        handler.set(_ -> {
            throw new Problem(ProblemType.STALE, "It moved.", new FieldError("name", "x", "y"))
                    .with("current", new Thing("x", Optional.empty(), Optional.of(1)))
                    .retryAfter(Duration.ofMillis(1_001));
        });
        Answered answer = server.get("/api/v1/things/x");
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.contentType()).contains("application/problem+json");
        assertThat(answer.header("retry-after")).contains("2");
        assertThat(answer.text())
                .isEqualTo(
                        "{\"type\":\"urn:quartermaster:problem:stale\",\"title\":\"It was changed meanwhile\",\"status\":412,"
                                + "\"detail\":\"It moved.\",\"instance\":\"urn:uuid:"
                                + answer.header("x-qm-request-id").orElseThrow()
                                + "\",\"errors\":[{\"field\":\"name\",\"code\":\"x\",\"message\":\"y\"}],"
                                + "\"current\":{\"name\":\"x\",\"api_key\":null,\"count\":1}}");
    }

    @Test
    void aBugIsLoggedOnceAndNotTold() {
        handler.set(_ -> {
            throw new IllegalStateException("internal-detail");
        });
        try (Logs logs = new Logs(Failures.class.getName())) {
            Answered answer = server.get("/api/v1/things/x");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text())
                    .doesNotContain("internal-detail", "IllegalState")
                    .contains("urn:quartermaster:problem:internal");
            assertThat(logs.events()).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage())
                        .contains(answer.header("x-qm-request-id").orElseThrow());
                assertThat(event.getThrowableProxy().getMessage()).isEqualTo("internal-detail");
                assertThat(event.getMDCPropertyMap()).containsKey("request_id");
            });
        }
    }

    @Test
    void anErrorOfTheMachineEndsTheRequestToo() {
        handler.set(_ -> {
            throw new StackOverflowError();
        });
        assertThat(server.get("/api/v1/things/x").status()).isEqualTo(500);
    }

    @Test
    void aBodyThatTheRecordCannotHoldIsABugThatShowsNoValue() {
        handler.set(call -> Reply.ok(call.body(Narrow.class)));
        try (Logs logs = new Logs(Failures.class.getName())) {
            Answered answer = server.put("/api/v1/things/x", "{\"name\":\"canary\"}");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(logs.events()).singleElement().satisfies(event -> {
                assertThat(event.getThrowableProxy().getMessage())
                        .contains("Narrow")
                        .doesNotContain("canary");
                assertThat(event.getThrowableProxy().getCause()).isNull();
            });
        }
    }

    record Narrow(int name) {}

    @Test
    void aDatabaseThatIsAwayIs503() {
        handler.set(_ -> {
            throw new DatabaseUnavailable("reading things", new IllegalStateException("internal-detail"));
        });
        Answered answer = server.get("/api/v1/things/x");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).contains("1");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:quartermaster:problem:database_unavailable");
        assertThat(answer.text()).doesNotContain("internal-detail", "reading things");
    }

    @Test
    void unknownPathsAndMethodsAreProblems() {
        Answered missing = server.get("/api/v1/nothing");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.json().path("type").asString()).isEqualTo("urn:quartermaster:problem:not_found");
        assertThat(server.get("/elsewhere").json().path("type").asString())
                .isEqualTo("urn:quartermaster:problem:not_found");
        Answered method =
                server.send(server.request("/api/v1/things/x").DELETE().build());
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("allow").orElse("").split(", ")).containsExactlyInAnyOrder("GET", "PUT");
    }

    @Test
    void aHeaderThatCannotBeWrittenIsA500() {
        handler.set(_ -> Reply.noContent().withHeader("location", "/x\r\nset-cookie: y"));
        Answered answer = server.get("/api/v1/things/x");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("set-cookie")).isEmpty();
    }

    @Test
    void anAnswerThatCannotBeEncodedIsA500() {
        handler.set(_ -> Reply.ok(tooDeepForJson()));
        assertThat(server.get("/api/v1/things/x").status()).isEqualTo(500);
        handler.set(_ -> {
            throw new Problem(ProblemType.STALE, "It moved.").with("current", tooDeepForJson());
        });
        assertThat(server.get("/api/v1/things/x").status()).isEqualTo(500);
    }

    private static Object tooDeepForJson() {
        Object deep = List.of();
        for (int i = 0; i < 1_000; i++) {
            deep = List.of(deep);
        }
        return deep;
    }
}
