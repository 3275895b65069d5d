package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Canary;
import io.quartermaster.testkit.database.TestDatabase;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Case 56: secrets go through everything that can be done with them, and are afterwards nowhere but where they belong. */
final class CanaryTest {

    private final Canary providerKey = Canary.withPrefix("provider key", "sk-");
    private final Canary newProviderKey = Canary.withPrefix("changed provider key", "sk-");
    private final Canary refusedKey = Canary.withPrefix("refused provider key", "sk-");
    private final Canary userKey = Canary.withPrefix("user key", "sk-");
    private final Canary deploymentKey = Canary.withPrefix("deployment key", "sk-");
    private final Canary operatorKey = Canary.withPrefix("operator key", "qm_");
    private final Canary unknownKey = Canary.withPrefix("unknown key", "qm_");
    private final List<Canary> canaries =
            List.of(providerKey, newProviderKey, refusedKey, userKey, deploymentKey, operatorKey, unknownKey);
    private final StringBuilder seen = new StringBuilder();

    @TempDir
    private Path folder;

    @Test
    void secretsAppearNowhereButWhereTheyBelong() throws Exception {
        byte[] master = new byte[32];
        new SecureRandom().nextBytes(master);
        String masterKey = Base64.getEncoder().encodeToString(master);
        String apiKey;
        String output;
        String dump;
        try (TestDatabase database = TestDatabase.create();
                FakeUpstream upstream = FakeUpstream.start();
                ServerProcess server = ServerProcess.serve(folder, settings(database, masterKey))) {
            AdminClient operator = new AdminClient(server.address(), operatorKey.value());
            apiKey = everythingAtTheAdminApi(operator, server.address(), upstream.baseUrl());
            everythingAtTheGateway(server.address(), apiKey, upstream);
            get(server.address().resolve("/metrics"), operatorKey.value());
            server.terminate();
            server.exitCode();
            output = (server.out() + server.err()).replace("\\/", "/"); // as JSON may write it
            dump = dump(database);
            assertThat(output)
                    .doesNotContain(
                            database.server().password(), database.owner().password());
        }

        assertThat(seen).contains("key_fingerprint", "qm_admin_requests", "not_signed_in", "already_exists");
        assertThat(output).contains("PATCH /api/v1/tenants/{tenant}/providers/{provider} 200");
        assertThat(dump).contains("provider.create", "table usage_events", "gpt-4o");
        Map<String, String> places = Map.of("the answers", seen.toString(), "the output", output, "the database", dump);
        places.forEach((place, text) -> {
            Canary.assertAllAbsent(canaries, place, text);
            assertThat(text).as(place).doesNotContain(masterKey, apiKey.substring(0, apiKey.length() - 4));
        });
    }

    private Map<String, String> settings(TestDatabase database, String masterKey) {
        return Map.of(
                "QM_DATABASE_URL", database.jdbcUrl(),
                "QM_DATABASE_USER", database.server().name(),
                "QM_DATABASE_PASSWORD", database.server().password(),
                "QM_MASTER_KEY", masterKey,
                "QM_OPERATOR_KEY", operatorKey.value(),
                "QM_PROVIDER_KEY_OPENAI", deploymentKey.value());
    }

    /** Creates, changes, lists and does everything wrong; answers with the text of an API key. */
    private String everythingAtTheAdminApi(AdminClient operator, URI address, URI upstream) throws Exception {
        operator.createTenant("acme");
        Answer made = operator.post("/tenants/acme/api-keys", "{\"name\":\"program\",\"role\":\"admin\"}")
                .require(201);
        String apiKey = made.string("key");
        saw(made.text().replace("\"" + apiKey + "\"", "shown once"), made.headers());

        String providers = "/tenants/acme/providers";
        String json = "{\"family\":\"openai-compatible\",\"name\":\"main\",\"base_url\":\"%s\",\"api_key\":\"%s\"}";
        Answer provider = saw(operator.post(providers, json.formatted(upstream, providerKey.value())))
                .require(201);
        String path = providers + "/" + provider.string("id");
        saw(operator.patch(path, "{\"api_key\":\"" + newProviderKey.value() + "\"}"))
                .require(200);
        everythingWithAUserKey(operator, address);
        saw(operator.post("/tenants/acme/models", AdminScene.modelJson("gpt-4o")))
                .require(201);
        for (String read : List.of(
                providers,
                path,
                "/tenants/acme/api-keys",
                "/tenants/acme/audit-events",
                "/provider-families",
                "/tenants/acme")) {
            saw(operator.get(read)).require(200);
        }

        String secret = refusedKey.value();
        saw(operator.post(providers, json.formatted(upstream, secret))).require(409);
        saw(operator.send("PATCH", path, "{\"api_key\":\"" + secret + "\"}", Map.of("if-match", "\"1\"")))
                .require(412);
        for (String wrong : List.of(
                "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"" + secret,
                "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":{\"key\":\"" + secret + "\"}}",
                "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":[\"" + secret + "\"]}",
                "{\"family\":\"" + secret + "\",\"name\":\"x\"}",
                "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"" + secret + " and more\"}",
                "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"" + secret + "***\"}",
                "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"" + secret.repeat(300) + "\"}",
                "{\"family\":\"openai\",\"name\":\"x\",\"base_url\":\"https://me:" + secret + "@example.com/v1\"}",
                "{\"family\":\"openai\",\"name\":\"x\",\"enabled\":\"" + secret + "\"}")) {
            assertThat(saw(operator.post(providers, wrong)).status()).as(wrong).isIn(400, 422);
        }
        saw(operator.get(providers + "?api_key=" + secret));
        saw(operator.get(providers + "?limit=" + secret));
        saw(new AdminClient(address, unknownKey.value()).get(providers)).require(401);
        saw(new AdminClient(address, operatorKey.value()).get("/" + "nowhere")).require(404);
        return apiKey;
    }

    private void everythingWithAUserKey(AdminClient operator, URI address) {
        operator.post(
                        "/tenants/acme/members",
                        "{\"email\":\"ada@example.org\",\"display_name\":\"Ada\",\"role\":\"member\",\"password\":\"%s\"}"
                                .formatted(AdminScene.PASSWORD))
                .require(201);
        AdminClient ada = new AdminClient(address, Map.of()).signedIn("ada@example.org", AdminScene.PASSWORD);
        String provider = saw(operator.post("/tenants/acme/providers", AdminScene.keyedProviderJson("keyed")))
                .require(201)
                .string("id");
        String path = "/tenants/acme/user-keys/" + provider;
        String secret = userKey.value();
        saw(ada.put(path, "{\"api_key\":\"" + secret + "\"}")).require(200);
        saw(ada.put(path, "{\"api_key\":\"" + secret + " x\"}")).require(400);
        saw(ada.put(path, "{\"api_key\":[\"" + secret + "\"]}")).require(400);
        saw(ada.put(path, "{\"api_key\":\"" + secret.repeat(300) + "\"}")).require(400);
        saw(ada.get("/tenants/acme/user-keys")).require(200);
        saw(operator.get("/tenants/acme/providers/" + provider + "/user-keys")).require(200);
        saw(ada.delete(path)).require(204);
    }

    /** Every way in which a call ends; the bodies of upstreams pass on as they are and are not ours to clean. */
    private void everythingAtTheGateway(URI address, String apiKey, FakeUpstream upstream) throws Exception {
        chat(address, apiKey, "{\"model\":\"gpt-4o\",\"messages\":[]}");
        upstream.next(
                Answers.error(401, "invalid_request_error", "invalid_api_key", "Incorrect key"),
                Script.reset(),
                Script.json(200, "not json"),
                Answers.serverError(500));
        for (int times = 0; times < 4; times++) {
            chat(address, apiKey, "{\"model\":\"gpt-4o\",\"messages\":[]}");
        }
        upstream.otherwise(exchange -> Script.json(401, "{\"error\":\"" + exchange.headers() + "\"}"));
        HttpResponse<String> echo = post(address, apiKey, "{\"model\":\"gpt-4o\",\"messages\":[]}");
        assertThat(echo.body()).as("the upstream did get the key").contains(newProviderKey.value());
        chat(address, apiKey, "{\"model\":\"gpt-4o\",\"messages\":[" + refusedKey.value());
        chat(address, unknownKey.value(), "{\"model\":\"gpt-4o\"}");
        chat(address, operatorKey.value(), "{\"model\":\"gpt-4o\"}");
        get(address.resolve("/v1/models?api_key=" + refusedKey.value()), apiKey);
    }

    private void chat(URI address, String key, String body) throws Exception {
        HttpResponse<String> answer = post(address, key, body);
        saw(answer.body(), answer.headers().map());
    }

    private static HttpResponse<String> post(URI address, String key, String body) throws Exception {
        return send(HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private void get(URI address, String key) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(address)
                .header("authorization", "Bearer " + key)
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        saw(answer.body(), answer.headers().map());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private Answer saw(Answer answer) {
        saw(answer.text(), answer.headers());
        return answer;
    }

    private void saw(String text, Map<String, List<String>> headers) {
        seen.append(headers).append('\n').append(text).append('\n');
    }

    /** All rows of all tables, as the superuser sees them. */
    private static String dump(TestDatabase database) throws Exception {
        StringWriter dump = new StringWriter();
        try (Connection superuser = database.connectAsSuperuser();
                Statement sql = superuser.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = sql.executeQuery(
                    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                dump.append("table ").append(table).append('\n');
                superuser
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("copy (select * from " + table + ") to stdout", dump);
            }
        }
        return dump.toString();
    }
}
