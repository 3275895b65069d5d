package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amazon's binary messages, cut and damaged anywhere. */
class EventStreamReaderTest {

    private static final int LONGEST = 1 << 16;

    private final List<String> read = new ArrayList<>();

    private EventStreamReader reader(int longest) {
        return new EventStreamReader(
                longest,
                (headers, payload) ->
                        read.add(headers.getOrDefault(":event-type", "-") + " " + new String(payload, UTF_8)));
    }

    /** The vectors that AWS publishes with its C library for this format. */
    @ParameterizedTest
    @CsvSource({
        "00000010 00000000 05c248eb 7d98c8ff, ''",
        "0000001d 00000000 fd528c5a 7b27666f6f273a27626172277d c3653936, {'foo':'bar'}"
    })
    void theFormatsOwnVectorsAreRead(String hex, String payload) {
        EventStreamReader reader = reader(LONGEST);

        reader.accept(HexFormat.of().parseHex(hex.replace(" ", "")));

        assertThat(read).containsExactly(("- " + payload));
        assertThat(reader.isBetweenMessages()).isTrue();
    }

    /** Case 21: the same whatever pieces it comes in. */
    @Test
    void case21_messagesAreTheSameInEverySplit() {
        byte[] stream = stream();
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second += 1 + (stream.length - first) / 40) {
                read.clear();
                EventStreamReader reader = reader(LONGEST);
                reader.accept(Arrays.copyOfRange(stream, 0, first));
                reader.accept(Arrays.copyOfRange(stream, first, second));
                reader.accept(Arrays.copyOfRange(stream, second, stream.length));
                assertThat(read).containsExactly("one {\"a\":1}", "two grüße 🎉", "- ");
                assertThat(reader.isBetweenMessages()).isTrue();
            }
        }
    }

    @Test
    void octetByOctetNothingIsKeptOfWhatWasRead() {
        EventStreamReader reader = reader(LONGEST);
        byte[] large = EventStreams.message(Map.of(":event-type", "large"), "x".repeat(40_000));
        for (byte octet : large) {
            reader.accept(new byte[] {octet});
        }

        assertThat(read).hasSize(1);
        assertThat(reader.held()).isLessThan(1 << 10);
    }

    /** Case 8: of a stream that is cut anywhere, only what was whole is read. */
    @Test
    void case08_aTornEndIsNeverRead() {
        byte[] stream = stream();
        int whole = stream.length - EventStreams.message(Map.of(), "").length;
        for (int end = 0; end < stream.length; end++) {
            read.clear();
            EventStreamReader reader = reader(LONGEST);
            reader.accept(Arrays.copyOf(stream, end));
            assertThat(reader.isBroken()).isFalse();
            assertThat(read).hasSizeLessThan(3);
            assertThat(read.size() == 2).isEqualTo(end >= whole);
        }
    }

    /** Case 10: a bit that is wrong anywhere breaks the stream, and nothing of its message or after it is read. */
    @Test
    void case10_noMessageWithAWrongBitIsRead() {
        byte[] one = EventStreams.message(Map.of(":event-type", "one", ":message-type", "event"), "{\"a\":1}");
        byte[] two = EventStreams.message(Map.of(":event-type", "two"), "b");
        for (int bit = 0; bit < one.length * 8; bit++) {
            byte[] stream = Arrays.copyOf(one, one.length + two.length);
            System.arraycopy(two, 0, stream, one.length, two.length);
            stream[bit / 8] ^= (byte) (1 << bit % 8);
            read.clear();
            EventStreamReader reader = reader(LONGEST);
            for (int at = 0; at < stream.length; at += 7) {
                reader.accept(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + 7)));
            }
            assertThat(read).as("bit %s", bit).isEmpty();
            assertThat(reader.isBroken()).as("bit %s", bit).isTrue();
            assertThat(reader.held()).isZero();
        }
    }

    @Test
    void aMessageThatSaysItIsTooLongIsNotWaitedFor() {
        byte[] large = EventStreams.message(Map.of(), "x".repeat(2_000));
        EventStreamReader reader = reader(1_000);

        reader.accept(Arrays.copyOf(large, 12));

        assertThat(reader.isBroken()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "00", // a name without letters
        "05612d", // a name that ends early
        "0161", // a name without a type
        "016107", // a text without a length
        "016107000561", // a text that ends early
        "01610a", // no such type
        "016105010203" // a long that ends early
    })
    void headersThatAreNoneBreakTheStream(String hex) {
        EventStreamReader reader = reader(LONGEST);

        reader.accept(EventStreams.message(HexFormat.of().parseHex(hex), "{}".getBytes(UTF_8)));

        assertThat(reader.isBroken()).isTrue();
        assertThat(read).isEmpty();
    }

    @Test
    void headersOfAnyTypeAreReadOver() {
        String all = "01610001620101630201" + "016403ffff" + "016504ffffffff" + "0166050102030405060708"
                + "0167060002ffff" + "0168080102030405060708" + "016909000102030405060708090a0b0c0d0e0f"
                + "0b3a6576656e742d74797065070002" + "6f6b";
        reader(LONGEST).accept(EventStreams.message(HexFormat.of().parseHex(all), "x".getBytes(UTF_8)));

        assertThat(read).containsExactly("ok x");
    }

    @Test
    void noNoiseIsRead() {
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] noise = new byte[64];
            new Random(seed).nextBytes(noise);
            reader(LONGEST).accept(noise);
        }
        assertThat(read).isEmpty();
    }

    private static byte[] stream() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(EventStreams.message(
                Map.of(":event-type", "one", ":content-type", "application/json", ":message-type", "event"),
                "{\"a\":1}"));
        out.writeBytes(EventStreams.message(Map.of(":event-type", "two"), "grüße 🎉"));
        out.writeBytes(EventStreams.message(Map.of(), ""));
        return out.toByteArray();
    }
}
