package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Each filter of the audit lists gives what it names, all of it, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditFilterTest {

    private static final List<String> FIELDS = List.of("action", "subject_kind", "subject_id", "actor");

    private TestServer server;
    private TestTenant tenant;
    private List<JsonNode> events;

    @BeforeAll
    void aHistoryOfSeveralActors() throws Exception {
        server = TestServer.start();
        tenant = TestTenant.on(server);
        String provider = tenant.provider("main");
        String model = tenant.model("alpha");
        tenant.model("beta");
        tenant.as("admin")
                .patch(tenant.path("/models/" + model), "{\"alias\":\"fast\"}")
                .require(200);
        tenant.pin("llm", model).require(200);
        tenant.changeTenant("{\"name\":\"Renamed\"}").require(200);
        tenant.patch("/providers/" + provider, "{\"priority\":3}").require(200);
        events = tenant.all("/audit-events");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> eachFieldByEachOfItsValues() {
        return FIELDS.stream()
                .map(field -> DynamicTest.dynamicTest(field, () -> {
                    Set<String> values = new TreeSet<>();
                    events.forEach(event -> values.add(event.path(field).asString()));
                    assertThat(values).hasSizeGreaterThan(1);
                    for (String value : values) {
                        assertFiltered(
                                Map.of(field, value),
                                event -> event.path(field).asString().equals(value));
                    }
                    assertThat(list("/audit-events", Map.of(field, "nothing-of-the-kind")))
                            .isEmpty();
                }));
    }

    @Test
    void aTimeIsIncludedAtTheBeginningAndNotAtTheEnd() {
        for (JsonNode event : events) {
            String time = event.path("occurred_at").asString();
            assertFiltered(
                    Map.of("from", time),
                    other -> other.path("occurred_at").asString().compareTo(time) >= 0);
            assertFiltered(
                    Map.of("to", time),
                    other -> other.path("occurred_at").asString().compareTo(time) < 0);
        }
        String second = events.get(events.size() - 2).path("occurred_at").asString();
        String fourth = events.get(events.size() - 4).path("occurred_at").asString();
        assertThat(list("/audit-events", Map.of("from", second, "to", fourth))).hasSize(2);
        assertThat(tenant.get("/audit-events?from=yesterday").status()).isEqualTo(400);
    }

    @Test
    void filtersNarrowOneAnotherAndHoldFromPageToPage() {
        String actor = events.getFirst().path("actor").asString();
        Map<String, String> both = Map.of("actor", actor, "action", "model.create");
        assertFiltered(
                both,
                event -> event.path("actor").asString().equals(actor)
                        && event.path("action").asString().equals("model.create"));

        List<JsonNode> pages = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = tenant.get("/audit-events?limit=1&" + query(both) + cursor)
                    .require(200)
                    .body();
            assertThat(page.path("data").size()).isLessThanOrEqualTo(1);
            page.path("data").forEach(pages::add);
            cursor = page.path("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("next_cursor").asString();
        } while (!cursor.isEmpty());
        assertThat(pages).isEqualTo(list("/audit-events", both)).hasSize(2);
    }

    @Test
    void theDeploymentsListHasTheSameFilters() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            names.add(server.operator()
                    .post("/shared-providers", AdminScene.providerJson("shared-" + i))
                    .require(201)
                    .string("id"));
        }
        server.operator()
                .patch("/shared-providers/" + names.get(1), "{\"enabled\":false}")
                .require(200);

        assertThat(deployment(Map.of("subject_id", names.get(1))))
                .containsExactly("shared-provider.change " + names.get(1), "shared-provider.create " + names.get(1));
        assertThat(deployment(Map.of("action", "shared-provider.create")))
                .containsExactlyElementsOf(names.reversed().stream()
                        .map(id -> "shared-provider.create " + id)
                        .toList());
        assertThat(deployment(Map.of("actor", "nobody"))).isEmpty();
        assertThat(deployment(Map.of("to", "2001-01-01T00:00:00Z"))).isEmpty();
    }

    private List<String> deployment(Map<String, String> filter) {
        List<String> told = new ArrayList<>();
        server.operator()
                .get("/audit-events?" + query(filter))
                .require(200)
                .body()
                .path("data")
                .forEach(event -> told.add(event.path("action").asString() + " "
                        + event.path("subject_id").asString()));
        return told;
    }

    private void assertFiltered(Map<String, String> filter, Predicate<JsonNode> expected) {
        assertThat(list("/audit-events", filter))
                .as("%s", filter)
                .isEqualTo(events.stream().filter(expected).toList());
    }

    private List<JsonNode> list(String path, Map<String, String> filter) {
        List<JsonNode> found = new ArrayList<>();
        tenant.get(path + "?limit=100&" + query(filter))
                .require(200)
                .body()
                .path("data")
                .forEach(found::add);
        return Collections.unmodifiableList(found);
    }

    private static String query(Map<String, String> filter) {
        return String.join(
                "&",
                filter.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .toList());
    }
}
