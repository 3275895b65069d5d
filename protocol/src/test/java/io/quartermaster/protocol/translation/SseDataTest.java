package io.quartermaster.protocol.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseDataTest {

    @Test
    void theLineOfDataIsFoundWhateverStandsAroundIt() {
        assertThat(data("event: delta\ndata: {\"a\":1}\n\n")).contains("{\"a\":1}");
        assertThat(data("data:{\"a\":1}\r\n\r\n")).contains("{\"a\":1}");
        assertThat(data(": words\nid: 7\rdata:  x  \rretry: 9")).contains("x");
    }

    @Test
    void severalLinesAreOneText() {
        assertThat(data("data: {\ndata: \"a\":1}\n\n")).contains("{\n\"a\":1}");
        assertThat(data("data:\ndata: a\ndata: b\ndata:\n\n")).contains("\na\nb\n");
    }

    @Test
    void commentsAndSignsOfLifeHaveNone() {
        assertThat(data(": still there\n\n")).isEmpty();
        assertThat(data("event: ping\ndata:\n\n")).isEmpty();
        assertThat(data("datadata: x\n\n")).isEmpty();
    }

    private static Optional<String> data(String frame) {
        byte[] bytes = ("xx" + frame + "data: of the next").getBytes(UTF_8);
        return SseData.find(bytes, 2, 2 + frame.getBytes(UTF_8).length);
    }
}
