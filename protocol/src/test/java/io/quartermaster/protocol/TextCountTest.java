package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextCountTest {

    @Test
    void countsATokenToFourAsciiOctetsOrTwoOthers() {
        assertThat(request("[\"abcd\"]")).isEqualTo(1);
        assertThat(request("[\"abcde\"]")).isEqualTo(2);
        assertThat(request("[\"\u6a21\u578b\"]")).isEqualTo(3);
        assertThat(request("{}")).isZero();
    }

    @Test
    void countsTheTextOfARequestButNoNames() {
        assertThat(request("{\"messages\" : [{\"role\":\"user\",\"content\":\"say \\\"hi\\\" twice\"}],\"n\":1}"))
                .isEqualTo((4 + 16 + 3) / 4);
    }

    @Test
    void anImageCountsAsOneHoweverManyOctetsItHas() {
        assertThat(request("[\"data:image/png;base64," + "A".repeat(4_000_000) + "\"]"))
                .isEqualTo(1_000);
    }

    @Test
    void countsTheSameTextTheSameWhetherStreamedOrNot() { // case 26
        TextCount whole = new TextCount();
        add(
                whole,
                "{\"id\":\"chatcmpl-1\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hello you there\"}}]}");
        TextCount frames = new TextCount();
        Stream.of("Hel", "lo you", " there")
                .forEach(text -> add(
                        frames,
                        "data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                                + "\"},\"finish_reason\":null}]}\n\n"));
        add(frames, "data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");

        assertThat(frames.tokens()).isEqualTo(whole.tokens()).isEqualTo(4);
    }

    @Test
    void whatIsCutOffAnywhereIsCountedAsFarAsItGoes() {
        String text = "{\"content\" : \"a\\\\b\\\"c\"}";
        for (int end = 0; end <= text.length(); end++) {
            TextCount count = new TextCount();
            add(count, text.substring(0, end));
            assertThat(count.tokens()).isBetween(0L, 2L);
        }
    }

    private static long request(String text) {
        return TextCount.ofRequest(text.getBytes(UTF_8));
    }

    private static void add(TextCount count, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        count.addAnswer(bytes, 0, bytes.length);
    }
}
