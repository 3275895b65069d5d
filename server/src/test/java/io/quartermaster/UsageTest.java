package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.platform.json.Json;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the usage API says of calls: 11 tokens in, of which 3 cached, and 5 out each, as the upstream of these tests reports. */
final class UsageTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final String COPIED =
            "request_id, api_key_id, route, model_type, model_config_id, family, model, provider_config_id,"
                    + " credential_source, streamed, outcome, status, input_tokens, cached_input_tokens, output_tokens,"
                    + " duration_micros, overhead_micros";
    private static TestServer server;
    private FakeUpstream upstream;
    private TestTenant tenant;
    private String provider;
    private String priced;
    private String unpriced;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void configure() {
        upstream = FakeUpstream.start();
        tenant = TestTenant.on(server);
        provider = tenant.provider("main", upstream.baseUrl());
        priced = tenant.model(
                "openai-compatible",
                "priced",
                ",\"prices\":{\"input\":\"2\",\"output\":\"10\",\"cached_input\":\"1\"}");
        unpriced = tenant.model("openai-compatible", "unpriced", "");
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    @Test
    void aCallIsVisibleWithinASecondOfItsEndAndUnpricedIsNotFree() { // case 28
        ChatCaller chats = tenant.chats();
        assertThat(chats.call("priced").status()).isEqualTo(200);
        Eventually.await(A_SECOND, "the first call is told", () -> requests("") == 1);
        assertThat(chats.call("unpriced").status()).isEqualTo(200);
        upstream.next(Script.json(400, "{\"error\":{\"message\":\"no\"}}"));
        assertThat(chats.call("priced").status()).isEqualTo(400);
        Eventually.await(A_SECOND, "all calls are told", () -> requests("") == 3);

        Answer byModel = tenant.get("/usage?group_by=model").require(200);
        JsonNode dear = byModel.body().path("data").path(0);
        assertThat(dear.path("group").asString()).isEqualTo(priced);
        assertThat(dear.path("name").asString()).isEqualTo("openai-compatible/priced");
        assertThat(dear.path("requests").asInt()).isEqualTo(2);
        assertThat(dear.path("errors").asInt()).isEqualTo(1);
        assertThat(dear.path("cost_micros").asLong()).isEqualTo(8 * 2 + 3 + 5 * 10);
        assertThat(dear.path("unpriced_requests").asInt()).isZero();
        JsonNode other = byModel.body().path("data").path(1);
        assertThat(other.path("group").asString()).isEqualTo(unpriced);
        assertThat(other.path("cost_micros").asLong()).isZero();
        assertThat(other.path("unpriced_requests").asInt()).isEqualTo(1);
        JsonNode total = byModel.body().path("total");
        assertThat(total.path("input_tokens").asInt()).isEqualTo(22);
        assertThat(total.path("cached_input_tokens").asInt()).isEqualTo(6);
        assertThat(total.path("output_tokens").asInt()).isEqualTo(10);
    }

    @Test
    void theSumsAreThoseOfTheLedgerHoweverTheyAreGrouped() { // case 27
        TestPerson ada = TestPerson.in(server, tenant, "member");
        for (int call = 0; call < 3; call++) {
            ada.chats().call("priced");
            tenant.chats().call("priced");
        }
        Eventually.await(A_SECOND, "all calls are told", () -> requests("") == 6);

        long cost = 0;
        for (JsonNode event : tenant.all("/usage/events")) {
            cost += event.path("cost_micros").asLong();
        }
        assertThat(cost).isEqualTo(6 * 69);
        for (String grouping : List.of("model", "key", "member", "provider", "day")) {
            JsonNode sums =
                    tenant.get("/usage?group_by=" + grouping).require(200).body();
            assertThat(sums.path("total").path("cost_micros").asLong()).isEqualTo(cost);
            assertThat(sums.path("data")
                            .valueStream()
                            .mapToLong(sum -> sum.path("cost_micros").asLong())
                            .sum())
                    .as(grouping)
                    .isEqualTo(cost);
        }
        assertThat(groups("day")).containsExactly(LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(groups("member")).containsExactlyInAnyOrder(ada.id(), "");
        assertThat(groups("provider")).containsExactly(provider);
        assertThat(requests("?member=" + ada.id())).isEqualTo(3);
        assertThat(requests("?outcome=client_left")).isZero();
    }

    @Test
    void theLedgerComesAsAFileOfCsvOrJsonLinesWhateverItsLength() throws Exception {
        tenant.model("openai-compatible", "=1+\\\"a,b\\\"", "");
        ChatCaller chats = tenant.chats();
        assertThat(chats.call("=1+\\\"a,b\\\"").status()).isEqualTo(200);
        Eventually.await(A_SECOND, "the call is told", () -> requests("") == 1);
        tenant.update("insert into usage_events (tenant_id, occurred_at, id, " + COPIED + ") select tenant_id,"
                + " occurred_at - make_interval(secs => n), gen_random_uuid(), " + COPIED
                + " from usage_events, generate_series(1, 450) n where tenant_id = ?");

        List<String> csv = file("text/csv").lines().toList();
        assertThat(csv).hasSize(452);
        assertThat(csv.getFirst())
                .startsWith("id,occurred_at,request_id,key_id,")
                .endsWith(",overhead_micros");
        assertThat(csv.get(1)).contains(",\"'=1+\"\"a,b\"\"\",").contains(",11,3,");
        assertThat(csv.stream().map(line -> line.split(",", 2)[0])).doesNotHaveDuplicates();

        List<String> json = file("application/x-ndjson").lines().toList();
        assertThat(json).hasSize(451);
        JsonNode first = tenant.get("/usage/events?limit=1")
                .require(200)
                .body()
                .path("data")
                .path(0);
        assertThat(Json.tree(json.getFirst())).isEqualTo(first);
        List<String> names = new ArrayList<>();
        first.propertyNames().forEach(names::add);
        assertThat(csv.getFirst().split(",", -1)).containsExactlyElementsOf(names);
        assertThat(tenant.as("admin")
                        .send("GET", "/tenants/nobody/usage/events", "", Map.of("accept", "text/csv"))
                        .require(404)
                        .problem())
                .isEqualTo("not_found");
    }

    private String file(String mediaType) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.address().resolve("/api/v1" + tenant.path("/usage/events")))
                .header("authorization", "Bearer " + tenant.key("admin"))
                .header("accept", mediaType)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).hasValue(mediaType);
            return response.body();
        }
    }

    @Test
    void theLedgerIsReadPageByPageNewestFirst() {
        ChatCaller chats = tenant.chats();
        for (int call = 0; call < 5; call++) {
            chats.call("priced");
        }
        Eventually.await(A_SECOND, "all calls are told", () -> requests("") == 5);

        List<String> ids = new ArrayList<>();
        List<String> times = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = tenant.get("/usage/events?limit=2" + cursor).require(200);
            page.body().path("data").forEach(event -> ids.add(event.path("id").asString()));
            page.body()
                    .path("data")
                    .forEach(event -> times.add(event.path("occurred_at").asString()));
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.string("next_cursor");
        } while (!cursor.isEmpty());

        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
        assertThat(times).isSortedAccordingTo((one, two) -> two.compareTo(one));
        JsonNode event = tenant.get("/usage/events?limit=1").body().path("data").path(0);
        assertThat(event.path("model_id").asString()).isEqualTo(priced);
        assertThat(event.path("provider_id").asString()).isEqualTo(provider);
        assertThat(event.path("price_source").asString()).isEqualTo("tenant");
        assertThat(event.path("price_version").isIntegralNumber()).isTrue();
        assertThat(event.path("cost_micros").asLong()).isEqualTo(69);
        assertThat(event.path("estimated").asBoolean()).isFalse();
    }

    @Test
    void membersSeeTheirOwnUsageAndNobodyElses() {
        TestPerson ada = TestPerson.in(server, tenant, "member");
        TestPerson bob = TestPerson.in(server, tenant, "editor");
        ada.chats().call("priced");
        tenant.chats().call("priced");
        Eventually.await(A_SECOND, "both calls are told", () -> requests("") == 2);

        assertThat(requests(ada.get("/usage"))).isEqualTo(1);
        assertThat(requests(bob.get("/usage"))).isZero();
        assertThat(ada.get("/usage/events").require(200).body().path("data").size())
                .isEqualTo(1);
        bob.get("/usage?member=" + ada.id()).require(403);
        bob.get("/usage/events?member=" + ada.id()).require(403);
        AdminClient service = tenant.as("member");
        assertThat(requests(service.get(tenant.path("/usage")))).isZero();
        assertThat(service.get(tenant.path("/usage?member=" + ada.id())).status())
                .isEqualTo(403);
        assertThat(requests(tenant.as("admin").get(tenant.path("/usage")))).isEqualTo(2);
    }

    @Test
    void theTimeThatIsAskedForIsBounded() {
        tenant.chats().call("priced");
        Eventually.await(A_SECOND, "the call is told", () -> requests("") == 1);

        assertThat(requests("?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00%2B01:00"))
                .isZero();
        for (String range : List.of(
                "from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "from=yesterday",
                "group_by=weather",
                "model=none")) {
            assertThat(tenant.get("/usage?" + range).status()).as(range).isEqualTo(400);
        }
    }

    private List<String> groups(String grouping) {
        return tenant.get("/usage?group_by=" + grouping)
                .require(200)
                .body()
                .path("data")
                .valueStream()
                .map(sum -> sum.path("group").asString(""))
                .toList();
    }

    private long requests(String query) {
        return requests(tenant.get("/usage" + query));
    }

    private static long requests(Answer answer) {
        return answer.require(200).body().path("total").path("requests").asLong();
    }
}
