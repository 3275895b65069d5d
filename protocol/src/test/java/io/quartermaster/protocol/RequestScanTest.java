package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScanTest {

    @Test
    void findsWhatTheGatewayNeeds() throws MalformedBody {
        RequestScan scan = scan("""
                {"model": "gpt-4o", "stream": true, "n": 2, "max_tokens": 5, "max_completion_tokens": 7,
                 "stream_options": {"include_usage": true}, "messages": [{"model": "inner", "stream": 3}]}""");

        assertThat(scan.model()).contains("gpt-4o");
        assertThat(scan.streamed()).isTrue();
        assertThat(scan.usageAsked()).isTrue();
        assertThat(scan.maxTokens()).hasValue(7);
        assertThat(scan.choices()).hasValue(2);
    }

    @Test
    void completionTokensWinWhicheverComesFirst() throws MalformedBody {
        assertThat(scan("{\"max_completion_tokens\":7,\"max_tokens\":5}").maxTokens())
                .hasValue(7);
        assertThat(scan("{\"max_tokens\":5}").maxTokens()).hasValue(5);
    }

    /** What is asked is what must be reserved; providers take all of these spellings. */
    @ParameterizedTest
    @CsvSource({
        "8, 8",
        "8.0, 8",
        "7.2, 8",
        "1e3, 1000",
        "1E+3, 1000",
        "'\"8\"', 8",
        "'\" 1_000 \"', 1000",
        "-1, -1",
        "-0.5, 0",
        "99999999999999999999, 9223372036854775807",
        "1e400, 9223372036854775807",
        "-1e400, -9223372036854775808"
    })
    void case22_numbersOfAnySpellingAreRead(String spelling, long meant) throws MalformedBody {
        assertThat(scan("{\"n\":" + spelling + "}").choices()).hasValue(meant);
        assertThat(scan("{\"max_tokens\":" + spelling + "}").maxTokens()).hasValue(meant);
        assertThat(scan("{\"max_completion_tokens\":" + spelling + "}").maxTokens())
                .hasValue(meant);
        assertThat(scan("{\"max_output_tokens\":" + spelling + "}").maxOutputTokens())
                .hasValue(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "\"many\"",
                "\"\"",
                "\"NaN\"",
                "[8]",
                "{\"n\":8}",
                "\"\uff18\"",
                "\"00000000000000000000000000000000000000000000000000000000000000008\""
            })
    void case22_aCountThatIsNoNumberIsRefused(String value) {
        for (String name : new String[] {"n", "max_tokens", "max_completion_tokens", "max_output_tokens"}) {
            assertThatThrownBy(() -> scan("{\"" + name + "\":" + value + ",\"model\":\"a\"}"))
                    .isInstanceOfSatisfying(
                            MalformedBody.class, e -> assertThat(e.field()).contains(name));
        }
    }

    @Test
    void aCountThatIsNullSaysNothing() throws MalformedBody {
        assertThat(scan("{\"n\":null,\"max_tokens\":null}").choices()).isEmpty();
        assertThat(scan("{\"n\":null,\"max_tokens\":null}").maxTokens()).isEmpty();
    }

    @Test
    void tokensThatAreGivenAsNumbersCount() throws MalformedBody {
        assertThat(scan("{\"model\":\"abcd\",\"input\":[[15339, 4, 1],[7]],\"n\":3}")
                        .textTokens())
                .isEqualTo(5);
        assertThat(scan("{\"input\":[1,2,3],\"model\":\"abcd\"}").textTokens()).isEqualTo(4);
        assertThat(scan("{\"input\":\"abcdefgh\"}").textTokens()).isEqualTo(2);
    }

    @Test
    void charactersOfATextAreCountedAsTheyAreMeant() throws MalformedBody {
        assertThat(scan("{\"input\":\"gr\\u00fcße \\ud83d\\ude00 \\n\",\"model\":\"tts-1\"}")
                        .inputCharacters())
                .isEqualTo(9);
        assertThat(scan("{\"input\":[\"abc\"]}").inputCharacters()).isZero();
        assertThat(scan("{\"input\":[\"abc\"]}").inputIsText()).isFalse();
        assertThat(scan("{\"input\":\"abc\"}").inputIsText()).isTrue();
        assertThat(scan("{\"input\":\"ab\u6f22\u5b57\"}").inputLetters()).isEqualTo(2 + 2 * 4);
        assertThat(scan("{\"model\":\"tts-1\"}").inputCharacters()).isZero();
    }

    @Test
    void readsEscapedNamesAndValues() throws MalformedBody {
        assertThat(scan("{\"m\\u006fdel\": \"a\\\"\\u00e9\"}").model()).contains("a\"é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "[]",
                "\"x\"",
                "null",
                "{",
                "{\"a\":}",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":1,}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":\"\u0001\"}",
                "{\"model\":3}",
                "{\"stream\":\"yes\"}",
                "{\"stream_options\":3}",
                "{\"stream_options\":{\"include_usage\":1}}",
                "{\"model\":\"a\",\"model\":\"b\"}",
                "{\"model\":\"a\",\"m\\u006fdel\":\"b\"}",
                "{\"stream\":true,\"stream\":false}",
                "{\"stream_options\":{},\"stream_options\":{}}",
                "{\"stream_options\":{\"include_usage\":true,\"include_usage\":false}}",
                "{\"n\":1,\"n\":2}",
                "{\"max_tokens\":1,\"max_tokens\":2}",
                "{\"input\":\"a\",\"input\":\"b\"}",
                "\uFEFF{}",
                "{\u0000}",
            })
    void refuses(String body) {
        assertThatThrownBy(() -> scan(body)).isInstanceOf(MalformedBody.class);
    }

    @Test
    void namesTheFieldThatIsAtFault() {
        assertThatThrownBy(() -> scan("{\"stream\":\"yes\"}"))
                .isInstanceOfSatisfying(
                        MalformedBody.class, e -> assertThat(e.field()).contains("stream"));
    }

    @Test
    void boundsTheNesting() throws MalformedBody {
        assertThat(scan(nested(RequestScan.MAX_DEPTH - 1)).model()).isEmpty();
        assertThatThrownBy(() -> scan(nested(RequestScan.MAX_DEPTH))).isInstanceOf(MalformedBody.class);
        assertThatThrownBy(() -> scan(nested(1_000_000))).isInstanceOf(MalformedBody.class);
    }

    @Test
    void refusesWhatIsNotUtf8AlsoInsideTextThatNobodyReads() {
        int[][] faults = {
            {0xc0, 0x80},
            {0xc1, 0xbf},
            {0x80},
            {0xe0, 0x80, 0x80},
            {0xed, 0xa0, 0x80},
            {0xf0, 0x80, 0x80, 0x80},
            {0xf4, 0x90, 0x80, 0x80},
            {0xf5, 0x80, 0x80, 0x80},
            {0xff},
            {0xe2, 0x82},
            {0xc3}
        };
        for (int[] fault : faults) {
            byte[] body = "{\"messages\":\"0123456789abcdef****\"}".getBytes(UTF_8);
            for (int i = 0; i < fault.length; i++) {
                body[29 + i] = (byte) fault[i];
            }
            assertThatThrownBy(() -> RequestScan.of(body))
                    .isInstanceOf(MalformedBody.class)
                    .hasMessageContaining("UTF-8");
        }
    }

    @Test
    void acceptsEveryPlaneOfUnicode() throws MalformedBody {
        assertThat(scan("{\"model\":\"é€😀\uFFFF\"}").model()).contains("é€😀\uFFFF");
    }

    @Test
    void refusesOtherEncodings() {
        assertThatThrownBy(() -> RequestScan.of("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE)))
                .isInstanceOf(MalformedBody.class);
        assertThatThrownBy(() -> RequestScan.of("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16BE)))
                .isInstanceOf(MalformedBody.class);
        assertThatThrownBy(() -> RequestScan.of("{}".getBytes(java.nio.charset.Charset.forName("UTF-32LE"))))
                .isInstanceOf(MalformedBody.class);
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    private static RequestScan scan(String body) throws MalformedBody {
        return RequestScan.of(body.getBytes(UTF_8));
    }
}
