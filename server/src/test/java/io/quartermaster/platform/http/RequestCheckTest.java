package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.http.TestFront.Answered;
import io.quartermaster.platform.http.TestFront.Setup;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestCheckTest {

    private static final String CANARY = "sk-canary-5d1f";

    private TestFront server;

    @BeforeAll
    void start() {
        server = new TestFront(Setup.of(TestFront.idle()));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                   | name is required
            {"name":7}                                           | name must be a string
            {"name":null}                                        | name must be a string
            {"name":""}                                          | name must not be empty
            {"name":"abcdefghijk"}                               | name must have at most 10 characters
            {"name":"ABCDEFGHIJK"}                               | name must have at most 10 characters
            {"name":"Ab"}                                        | name must be lower-case letters
            {"name":"a","plan":"gold"}                           | plan must be one of free, paid
            {"name":"a","plan":7}                                | plan must be a string
            {"name":"a","api_key":7}                             | api_key must be a string or null
            {"name":"a","count":0}                               | count must be at least 1
            {"name":"a","count":11}                              | count must be at most 10
            {"name":"a","count":1.5}                             | count must be a whole number
            {"name":"a","count":"5"}                             | count must be a whole number
            {"name":"a","count":1e999}                           | count is out of range
            {"name":"a","count":1e308}                           | count is out of range
            {"name":"a","count":-9.3e18}                         | count is out of range
            {"name":"a","share":-1e999999999}                    | share is out of range
            {"name":"a","count":99999999999999999999999999}      | count must be at most 10
            {"name":"a","version":4}                             | version must be 3
            {"name":"a","on":"true"}                             | on must be true or false
            {"name":"a","at":"yesterday"}                        | at must be a time such as 2026-01-31T12:00:00Z
            {"name":"a","id":"1-1-1-1-1"}                        | id must be a UUID
            {"name":"a","limits":{"rpm":"x"}}                    | limits.rpm must be a whole number
            {"name":"a","limits":{"tpm":1}}                      | limits.tpm is not known here
            {"name":"a","limits":[]}                             | limits must be an object
            {"name":"a","entries":[]}                            | entries must have at least 1 entry
            {"name":"a","entries":[{}]}                          | entries[0].model_id is required
            {"name":"a","entries":[{"model_id":"x"},{"model_id":1}]} | entries[1].model_id must be a string
            {"name":"a","entries":[{"model_id":"x"},{"model_id":"x"}]} | entries must not list anything twice
            {"name":"a","choice":{}}                             | choice does not fit the contract
            {"name":"a","zzz":1}                                 | zzz is not known here
            {"name":"a","name":"b"}                              | name is given twice
            {"name":"a","limits":{"rpm":1,"rpm":2}}              | limits.rpm is given twice
            {"name":"a","entries":[{"model_id":"x","model_id":"y"}]} | entries[0].model_id is given twice
            {"name":"a\\u0000"}                                  | name must not contain U+0000 or half of a surrogate pair
            {"name":"a","api_key":"\\ud800"}                     | api_key must not contain U+0000 or half of a surrogate pair
            []                                                   | body must be an object
            "text"                                               | body must be an object
            null                                                 | body must be an object
            {"name":"a"                                          | body is not valid JSON at line 1, column 12
            {"name":a}                                           | body is not valid JSON at line 1, column 9
            {"name":'a'}                                         | body is not valid JSON at line 1, column 9
            {"name":"a"} garbage                                 | body is not valid JSON at line 1, column 14
            {"name":"a"}{}                                       | body is not valid JSON at line 1, column 13
            {"name":NaN}                                         | body is not valid JSON at line 1, column 12
            """)
    void aWrongBodyIsRefusedWithItsField(String body, String message) {
        Answered answer = server.put("/api/v1/things/x", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).contains("application/problem+json");
        assertThat(answer.messages()).containsExactly(message);
    }

    @Test
    void aRightBodyPassesInAllItsSpellings() {
        for (String body : List.of(
                "{\"name\":\"a\"}",
                " {\"name\":\"a\",\"count\":1.0,\"api_key\":null,\"version\":3.0}\n",
                "{\"name\":\"a\",\"choice\":{\"a\":\"x\"},\"at\":\"2026-01-31T12:00:00+01:00\",\"api_key\":\"\\ud83d\\ude00\"}")) {
            assertThat(server.put("/api/v1/things/x", body).status()).as(body).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=x                | query.limit must be a whole number
            limit=                 | query.limit must be a whole number
            limit=0                | query.limit must be at least 1
            limit=201              | query.limit must be at most 200
            limit=1.0              | query.limit must be a whole number
            limit=1&limit=2        | query.limit is given twice
            dry_run=yes            | query.dry_run must be true or false
            colour=green           | query.colour must be one of red, blue
            colour=%00             | query.colour must not contain U+0000 or half of a surrogate pair
            zzz=1                  | query.zzz is not known here
            Limit=1                | query.Limit is not known here
            """)
    void aWrongQueryIsRefusedWithItsParameter(String query, String message) {
        Answered answer = server.put("/api/v1/things/x?" + query, "{\"name\":\"a\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.messages()).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1-1-1-1-1",
                "0198c5b2000070008000000000000001",
                "{0198c5b2-0000-7000-8000-000000000001}",
                "urn:uuid:0198c5b2-0000-7000-8000-000000000001",
                "0198c5b2-0000-7000-8000-00000000000g",
                "0198c5b2-0000-7000-8000-0000000000011"
            })
    void aMalformedIdIsRefused(String id) {
        Answered answer = server.get("/api/v1/ids/" + java.net.URLEncoder.encode(id, StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.messages()).containsExactly("path.id must be a UUID");
    }

    @Test
    void aVersion7IdPassesInEitherCase() {
        assertThat(server.get("/api/v1/ids/0198c5b2-0000-7000-8000-00000000000a")
                        .status())
                .isEqualTo(204);
        assertThat(server.get("/api/v1/ids/0198C5B2-0000-7000-8000-00000000000A")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void pathParametersAreDecodedAndChecked() {
        assertThat(server.put("/api/v1/things/123456789012345678901", "{\"name\":\"a\"}")
                        .messages())
                .containsExactly("path.thing must have at most 20 characters");
        assertThat(server.put("/api/v1/things/a%00b", "{\"name\":\"a\"}").errors())
                .containsExactly("path.thing format");
        assertThat(server.put("/api/v1/things/%C3%A9%2F", "{\"name\":\"a\"}").status())
                .isEqualTo(204);
    }

    @Test
    void aHeaderIsCheckedToo() {
        Answered answer = server.send(server.request("/api/v1/things/x")
                .header("content-type", "application/json")
                .header("x-trace", "XYZ")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"a\"}"))
                .build());
        assertThat(answer.messages()).containsExactly("header.X-Trace must be lower-case hexadecimal");
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        Answered answer = server.put(
                "/api/v1/things/x?limit=0&zzz=1",
                "{\"plan\":\"gold\",\"limits\":{\"rpm\":true,\"tpm\":2},\"entries\":[{}]}");
        assertThat(answer.errors())
                .containsExactlyInAnyOrder(
                        "query.limit too_small",
                        "query.zzz unknown",
                        "name required",
                        "plan not_allowed",
                        "limits.rpm type",
                        "limits.tpm unknown",
                        "entries[0].model_id required");
        assertThat(answer.json().path("detail").asString()).startsWith("7 mistakes: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"CANARY\"}",
                "{\"name\":\"a\",\"plan\":\"CANARY\"}",
                "{\"name\":\"a\",\"version\":\"CANARY\"}",
                "{\"name\":\"a\",\"id\":\"CANARY\"}",
                "{\"name\":\"a\",\"at\":\"CANARY\"}",
                "{\"name\":\"a\",\"count\":\"CANARY\"}",
                "{\"name\":\"a\",\"api_key\":[\"CANARY\"]}",
                "{\"name\":\"a\",\"choice\":\"CANARY\"}",
                "{\"name\":\"a\",\"entries\":[\"CANARY\"]}",
                "{\"name\":\"a\",\"api_key\":CANARY}",
                "{\"name\":\"a\",\"api_key\":\"CANARY",
                "{\"name\":\"a\",\"api_key\":\"CANARY\\q\"}",
                "{\"name\":\"a\"} CANARY",
                "\"CANARY\"",
                "CANARY"
            })
    void aRefusalNeverRepeatsAValue(String body) {
        Answered answer = server.put("/api/v1/things/x?colour=" + CANARY, body.replace("CANARY", CANARY));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).doesNotContain("canary");
        assertThat(answer.raw().headers().toString()).doesNotContain("canary");
    }

    @Test
    void namesThatACallerMadeUpAreShownBoundedAndPrintable() {
        Answered answer = server.put("/api/v1/things/x", "{\"name\":\"a\",\"bad\\u0007" + "n".repeat(500) + "\":1}");
        assertThat(answer.errors())
                .singleElement()
                .asString()
                .hasSizeLessThan(90)
                .contains("bad\uFFFDnnn");
    }

    @Test
    void tooManyMistakesAreBounded() {
        StringBuilder body = new StringBuilder("{\"name\":\"a\"");
        for (int i = 0; i < 150; i++) {
            body.append(",\"f").append(i).append("\":1");
        }
        Answered answer = server.put("/api/v1/things/x", body.append('}').toString());
        assertThat(answer.errors()).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/jsonx"
            })
    void anotherContentTypeIs415(String contentType) {
        HttpRequest.Builder request =
                server.request("/api/v1/things/x").PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"a\"}"));
        if (contentType != null) {
            request.header("content-type", contentType);
        }
        Answered answer = server.send(request.build());
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().path("detail").asString()).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""})
    void jsonIsAcceptedInAllItsSpellings(String contentType) {
        Answered answer = server.send(server.request("/api/v1/things/x")
                .header("content-type", contentType)
                .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"a\"}"))
                .build());
        assertThat(answer.status()).isEqualTo(204);
    }

    @Test
    void aRequiredBodyMustBeThereAndAnOptionalOneNeedNot() {
        assertThat(server.put("/api/v1/things/x", "").messages()).containsExactly("body is required");
        assertThat(server.put("/api/v1/things/x", " \n").messages()).containsExactly("body is required");
        Answered optional = server.send(server.request("/api/v1/things")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(optional.status()).isEqualTo(204);
    }

    @Test
    void aBodyWhereNoneIsExpectedIsRefused() {
        Answered answer = server.send(server.request("/api/v1/things/x")
                .method("GET", HttpRequest.BodyPublishers.ofString("{}"))
                .build());
        assertThat(answer.messages()).containsExactly("body is not expected here");
    }

    @Test
    void deepNestingIsRefusedNotOverflowed() {
        String deep = "{\"name\":\"a\",\"choice\":" + "[".repeat(900) + "]".repeat(900) + "}";
        Answered answer = server.put("/api/v1/things/x", deep);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors()).containsExactly("body malformed");
    }
}
