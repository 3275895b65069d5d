package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors that no list gave out: anybody can make one, and none may be a fault of the server. */
final class ForeignCursorTest {

    private static TestServer server;
    private static TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        tenant = TestTenant.on(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[\"\\u0000\"]",
                "[\"\\u0000\",\"\\u0000\",\"2026-01-01T00:00:00Z\",\"01890000-0000-7000-8000-000000000000\"]",
                "[\"openai\",\"99999999999\",\"2026-01-01T00:00:00Z\",\"01890000-0000-7000-8000-000000000000\"]",
                "[\"openai\",\"1\",\"+999999999-01-01T00:00:00Z\",\"01890000-0000-7000-8000-000000000000\"]",
                "[\"openai\",\"1\",\"2026-01-01T00:00:00Z\",\"no-id\"]",
                "[null]",
                "{}",
                "7"
            })
    void aCursorThatNoListGaveOutIsRefusedAndNeverAFault(String json) {
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        for (String list : new String[] {"/providers", "/models", "/api-keys", "/audit-events"}) {
            assertRefused(tenant.get(list + "?cursor=" + cursor), list);
        }
        if (json.contains("\\u0000") || !json.startsWith("[\"")) {
            assertRefused(server.operator().get("/tenants?cursor=" + cursor), "/tenants");
        }
    }

    @Test
    void aCursorOfAnotherListIsRefusedToo() {
        tenant.provider("one");
        tenant.provider("two");
        String cursor = tenant.get("/providers?limit=1").require(200).string("next_cursor");
        assertRefused(tenant.get("/audit-events?cursor=" + cursor), "/audit-events");
        assertRefused(tenant.get("/api-keys?cursor=" + cursor), "/api-keys");
    }

    private static void assertRefused(Answer answer, String list) {
        // The priority of a provider stands where a model's name does, so one list's number may be another's text.
        assertThat(answer.status())
                .as(list + " " + answer.text())
                .isIn(list.equals("/models") ? new Integer[] {200, 400} : new Integer[] {400});
        if (answer.status() == 400) {
            assertThat(answer.errorField()).as(list).isEqualTo("query.cursor");
        }
    }
}
