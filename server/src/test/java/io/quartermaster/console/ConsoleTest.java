package io.quartermaster.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.console.ConsoleFront.Answered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {

    private ConsoleFront server;

    @BeforeAll
    void start() {
        server = ConsoleFront.withConsole();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void thePageAnswersAtTheRootAndWhereverAPersonOpensAPage() {
        for (String path : List.of("/", "/index.html", "/t/acme/models", "/t/acme/models/", "/t/a/models/gpt-4.1")) {
            Answered page = server.open(path);
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
            assertThat(page.body()).as(path).contains("/assets/app-1a2b.js");
        }
    }

    @Test
    void aModelWithASlashInItsNameHasAPageToo() throws IOException {
        assertThat(server.raw("GET", "/catalogue/openrouter/meta%2Fllama")).startsWith("HTTP/1.1 200");
    }

    @Test
    void whatLooksLikeAFileOrIsNoPersonsRequestIs404() {
        assertThat(server.open("/robots.txt").status()).isEqualTo(404);
        assertThat(server.open("/assets/gone-9z.js").status()).isEqualTo(404);
        assertThat(server.get("/t/acme/models").status()).isEqualTo(404);
        Answered unknown = server.get("/t/acme/models", "accept", "application/json");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("urn:quartermaster:problem:not_found");
    }

    @Test
    void everyAnswerHasANonceOfItsOwnAndThePageHasTheSame() {
        Answered one = server.open("/");
        Answered two = server.open("/");

        assertThat(nonce(one)).matches("[A-Za-z0-9_-]{22,}").isNotEqualTo(nonce(two));
        assertThat(one.body())
                .contains("<meta name=nonce content=" + nonce(one) + ">", "<i>" + nonce(one) + "</i>")
                .doesNotContain("__CSP_NONCE__");
        assertThat(one.header("cache-control")).isEqualTo("no-store");
        assertThat(one.raw().headers().map()).doesNotContainKeys("etag", "content-encoding");
    }

    private static String nonce(Answered page) {
        String policy = page.header("content-security-policy");
        return policy.replaceAll(".*style-src 'self' 'nonce-([^']+)'.*", "$1");
    }

    @Test
    void everyAnswerKeepsStrangersOut() {
        List<Answered> answers = List.of(
                server.open("/"),
                server.get("/assets/app-1a2b.js"),
                server.get("/favicon.svg"),
                server.get("/nothing.txt"),
                server.send("POST", "/"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.header("content-security-policy"))
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                    .contains(
                            "connect-src 'self';",
                            "form-action 'self';",
                            "base-uri 'none';",
                            "frame-ancestors 'none';",
                            "object-src 'none'")
                    .doesNotContain("unsafe", "*");
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
            assertThat(answer.header("x-frame-options")).isEqualTo("DENY");
            assertThat(answer.header("cross-origin-opener-policy")).isEqualTo("same-origin");
            assertThat(answer.header("permissions-policy")).contains("camera=()", "geolocation=()", "microphone=()");
            assertThat(answer.header("strict-transport-security")).isEmpty();
        });
    }

    @Test
    void behindTlsBrowsersAreToldToInsistOnIt() {
        try (ConsoleFront secure = new ConsoleFront(Optional.of(ConsoleFront.assets()), true)) {
            assertThat(secure.open("/").header("strict-transport-security")).startsWith("max-age=");
        }
    }

    @Test
    void filesNamedByTheirContentAreKeptForAYearAndOthersAreAskedForAgain() {
        Answered script = server.get("/assets/app-1a2b.js");
        assertThat(script.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(script.header("cache-control")).isEqualTo("public, max-age=31536000, immutable");

        Answered icon = server.get("/favicon.svg");
        assertThat(icon.header("content-type")).isEqualTo("image/svg+xml");
        assertThat(icon.header("cache-control")).isEqualTo("no-cache");
        Answered again = server.get("/favicon.svg", "if-none-match", "\"other\", W/" + icon.header("etag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("etag")).isEqualTo(icon.header("etag"));
        assertThat(server.get("/favicon.svg", "if-none-match", "\"other\"").status())
                .isEqualTo(200);
        assertThat(server.get("/manifest.webmanifest").header("content-type")).isEqualTo("application/manifest+json");
    }

    @Test
    void theClientChoosesHowAFileIsCompressed() {
        String plain = new String(ConsoleFront.SCRIPT, StandardCharsets.UTF_8);
        Map<String, String> bodies = Map.of(
                "gzip, deflate, br", "script by brotli",
                "gzip", "script by gzip",
                "br;q=0.5, gzip", "script by gzip",
                "br;q=0, gzip;q=0", plain,
                "*", "script by brotli",
                "deflate", plain,
                "gzip;q=much", plain);
        bodies.forEach((accepted, body) -> {
            Answered script = server.get("/assets/app-1a2b.js", "accept-encoding", accepted);
            assertThat(script.body()).as(accepted).isEqualTo(body);
            assertThat(script.header("vary")).isEqualTo("accept-encoding");
        });
        Answered compressed = server.get("/assets/app-1a2b.js", "accept-encoding", "br");
        assertThat(compressed.header("content-encoding")).isEqualTo("br");
        assertThat(compressed.header("etag"))
                .isNotEqualTo(server.get("/assets/app-1a2b.js").header("etag"));
        assertThat(server.get("/assets/tiny-3c4d.css", "accept-encoding", "gzip")
                        .body())
                .as("compressed to more than it was")
                .isEqualTo("a{}");
    }

    @Test
    void compressedFilesHaveNoAddressOfTheirOwn() {
        assertThat(server.open("/assets/app-1a2b.js.br").status()).isEqualTo(404);
        assertThat(server.open("/assets/app-1a2b.js.gz").status()).isEqualTo(404);
        assertThat(server.open("/index.html.br").status()).isEqualTo(404);
    }

    @Test
    void headAnswersAsGetWithoutABody() throws IOException {
        assertThat(server.raw("HEAD", "/assets/app-1a2b.js"))
                .startsWith("HTTP/1.1 200")
                .contains("content-length: " + ConsoleFront.SCRIPT.length + "\r\n")
                .endsWith("\r\n\r\n");
        assertThat(server.raw("HEAD", "/t/acme"))
                .startsWith("HTTP/1.1 200")
                .contains("content-security-policy")
                .endsWith("\r\n\r\n");
    }

    @Test
    void otherMethodsAreRefusedWithThoseThatWork() {
        for (String path : List.of("/", "/favicon.svg")) {
            for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
                Answered refused = server.send(method, path);
                assertThat(refused.status()).as(method + " " + path).isEqualTo(405);
                assertThat(refused.header("allow")).isEqualTo("GET, HEAD");
                assertThat(refused.body()).contains("method_not_allowed");
            }
        }
    }

    @Test
    void aProgramThatPostsWhereOnlyPagesAreIsToldThatNothingIsThere() { // as with a base URL without its /v1
        Answered missed = server.send("POST", "/chat/completions");
        assertThat(missed.status()).isEqualTo(404);
        assertThat(missed.body()).contains("not_found");
    }

    @Test
    void nothingOutsideOfTheFolderCanBeNamed() throws IOException {
        for (String path : List.of(
                "/../console/ConsoleResource.class",
                "/assets/../../io/quartermaster/Main.class",
                "/assets/%2e%2e/%2e%2e/io/quartermaster/Main.class",
                "/assets%2f..%2f..%2fio%2fquartermaster%2fMain.class",
                "/assets/..%5c..%5clogback.xml",
                "//etc/hosts.conf",
                "/assets/",
                "/assets/app-1a2b.js/x.js",
                "/assets/app-1a2b.js%00.svg")) {
            String answer = server.raw("GET", path);
            assertThat(answer).as(path).doesNotContain("\u00ca\u00fe", "configuration");
            assertThat(answer)
                    .as(path)
                    .satisfiesAnyOf(
                            text -> assertThat(text).startsWith("HTTP/1.1 404"),
                            text -> assertThat(text).startsWith("HTTP/1.1 400"),
                            text -> assertThat(text).contains("<!doctype html>"));
        }
        assertThat(server.raw("GET", "/assets/%2e%2e/favicon.svg")).contains("<svg");
        assertThat(server.raw("GET", "/assets%2fapp-1a2b.js")).startsWith("HTTP/1.1 404");
    }

    @Test
    void whatBelongsToTheApisIsLeftToThem() {
        assertThat(server.open("/v1/models").body()).isEqualTo("gateway");
        assertThat(server.open("/v1").body()).isEqualTo("gateway");
        assertThat(server.open("/health/live").body()).isEqualTo("live");
        for (String path : List.of("/api", "/api/v1/nothing", "/health", "/health/nothing", "/metrics")) {
            Answered unknown = server.open(path);
            assertThat(unknown.status()).as(path).isEqualTo(404);
            assertThat(unknown.body()).contains("urn:quartermaster:problem:not_found");
            assertThat(unknown.header("content-security-policy")).isEmpty();
        }
        assertThat(server.send("POST", "/health/live").status()).isEqualTo(405);
        assertThat(server.open("/apis").status()).isEqualTo(200);
    }

    @Test
    void aBuildWithoutConsoleSaysSoAtTheRoot() {
        try (ConsoleFront bare = new ConsoleFront(Optional.empty(), false)) {
            Answered root = bare.open("/");
            assertThat(root.status()).isEqualTo(200);
            assertThat(root.header("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(root.body()).contains("not part of this build", "/api/v1");
            assertThat(bare.open("/t/acme/models").status()).isEqualTo(404);
            assertThat(bare.open("/index.html").status()).isEqualTo(404);
            assertThat(bare.send("POST", "/").status()).isEqualTo(405);
        }
    }

    @Test
    void aConsoleWithoutItsPageIsRefused() {
        assertThatThrownBy(() -> new ConsoleAssets(Map.of("favicon.svg", new byte[1])))
                .hasMessageContaining("index.html");
    }
}
