package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SseScannerTest {

    private static final String STREAM = String.join(
            "",
            "data: {\"a\":\"é😀\"}\n\n",
            ": comment\n\n",
            "event: x\r\ndata: y\r\n\r\n",
            "data: 1\rdata: 2\r\r\n\n",
            "data: HIDE\n\n",
            "data: z\r\n\r\n",
            "data: [DONE]\n\n");

    private final List<String> frames = new ArrayList<>();

    @Test
    void findsTheSameFramesWhereverTheStreamIsCut() {
        List<String> whole = framesOf(STREAM.getBytes(UTF_8), STREAM.getBytes(UTF_8).length);
        assertThat(whole)
                .containsExactly(
                        "data: {\"a\":\"é😀\"}",
                        ": comment",
                        "event: x|data: y",
                        "data: 1|data: 2",
                        "data: HIDE",
                        "data: z",
                        "data: [DONE]");
        byte[] bytes = STREAM.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(framesOf(bytes, cut)).as("cut at %s", cut).isEqualTo(whole);
            assertThat(framesOf(bytes, cut, Math.min(bytes.length, cut + 1)))
                    .as("two cuts at %s", cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void passesOnEveryByteExceptHiddenFramesWhateverThePieces() {
        String expected = STREAM.replace("data: HIDE\n\n", "");
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            SseScanner scanner = new SseScanner(
                    1_000, (bytes, from, to) -> !text(bytes, from, to).contains("HIDE"));
            assertThat(run(scanner, STREAM.getBytes(UTF_8), random))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void returnsTheSameArrayWhenNothingIsHeldBackOrHidden() {
        SseScanner scanner = new SseScanner(1_000, (bytes, from, to) -> true);
        byte[] piece = "data: a\n\ndata: b\n\n".getBytes(UTF_8);

        assertThat(scanner.accept(piece)).isSameAs(piece);
    }

    @Test
    void holdsBackOnlyTheIncompleteTail() {
        SseScanner scanner = new SseScanner(1_000, (bytes, from, to) -> true);

        assertThat(new String(scanner.accept("data: a\n\ndata: b".getBytes(UTF_8)), UTF_8))
                .isEqualTo("data: a\n\n");
        assertThat(scanner.accept("c".getBytes(UTF_8))).isEmpty();
        assertThat(new String(scanner.accept("\n\nda".getBytes(UTF_8)), UTF_8)).isEqualTo("data: bc\n\n");
        assertThat(new String(scanner.rest(), UTF_8)).isEqualTo("da");
        assertThat(scanner.rest()).isEmpty();
    }

    @Test
    void passesOnAFrameBeyondTheBoundAndEverythingAfterIt() {
        SseScanner scanner = new SseScanner(10, (bytes, from, to) -> false);

        assertThat(scanner.accept("data: 1234".getBytes(UTF_8))).isEmpty();
        assertThat(new String(scanner.accept("5".getBytes(UTF_8)), UTF_8)).isEqualTo("data: 12345");
        assertThat(scanner.overflowed()).isTrue();
        assertThat(new String(scanner.accept("\n\nx\n\n".getBytes(UTF_8)), UTF_8))
                .isEqualTo("\n\nx\n\n");
    }

    @Test
    void aFrameThatIsGivenUpPassesWithTheRestAndALongOneLeavesNoRoomTaken() {
        SseScanner scanner = new SseScanner(1 << 20, (bytes, from, to) -> true);
        String frame = "x".repeat(100_000);
        assertThat(scanner.accept(frame.getBytes(UTF_8))).isEmpty();
        assertThat(scanner.held()).isGreaterThanOrEqualTo(100_000);
        assertThat(scanner.accept("\n\ny".getBytes(UTF_8))).hasSize(100_002);
        assertThat(scanner.held()).isLessThan(100);

        assertThat(new String(scanner.letGo(), UTF_8)).isEqualTo("y");
        assertThat(scanner.held()).isZero();
        assertThat(new String(scanner.accept("z".getBytes(UTF_8)), UTF_8)).isEqualTo("z");
    }

    @Test
    void aLongFrameInSmallPiecesIsNotCopiedForEach() {
        SseScanner scanner = new SseScanner(64 << 20, (bytes, from, to) -> true);
        byte[] piece = new byte[64];
        Arrays.fill(piece, (byte) 'x');
        long began = System.nanoTime();
        for (int i = 0; i < 200_000; i++) {
            assertThat(scanner.accept(piece).length).isZero();
        }
        assertThat(scanner.accept("\n\n".getBytes(UTF_8))).hasSize(200_000 * 64 + 2);
        assertThat(System.nanoTime() - began).as("quadratic work takes minutes").isLessThan(20_000_000_000L);
    }

    /** An image comes in one event, and what it cost at its end. */
    @Test
    void whatIsNotReadWholeIsToldPieceByPiece() {
        ByteArrayOutputStream untold = new ByteArrayOutputStream();
        SseScanner.Frames told = new SseScanner.Frames() {
            @Override
            public boolean keep(byte[] bytes, int from, int to) {
                return note(bytes, from, to);
            }

            @Override
            public void passes(byte[] bytes, int from, int to) {
                untold.write(bytes, from, to - from);
            }
        };
        String rest = "data: " + "1".repeat(60) + "\n\ndata: c\n\n";
        byte[] stream = ("data: a\n\n" + rest).getBytes(UTF_8);
        for (int size = 1; size <= stream.length; size++) {
            SseScanner scanner = new SseScanner(12, told);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            frames.clear();
            untold.reset();
            for (int from = 0; from < stream.length; from += size) {
                out.writeBytes(scanner.accept(Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size))));
            }
            if (size < 40) { // else the frame was whole before it was too long
                assertThat(frames).as("in pieces of %s", size).containsExactly("data: a");
                assertThat(untold.toString(UTF_8)).isEqualTo(rest);
            }
            assertThat(out.toByteArray()).isEqualTo(stream);
        }
        SseScanner given = new SseScanner(1_000, told);
        given.accept("data: x".getBytes(UTF_8));
        untold.reset();
        given.letGo();
        given.accept("y\n\n".getBytes(UTF_8));
        assertThat(untold.toString(UTF_8)).isEqualTo("data: xy\n\n");
    }

    private List<String> framesOf(byte[] bytes, int... cuts) {
        frames.clear();
        SseScanner scanner = new SseScanner(1_000, this::note);
        int from = 0;
        for (int cut : cuts) {
            scanner.accept(Arrays.copyOfRange(bytes, from, cut));
            from = cut;
        }
        scanner.accept(Arrays.copyOfRange(bytes, from, bytes.length));
        return List.copyOf(frames);
    }

    private boolean note(byte[] bytes, int from, int to) {
        String frame = text(bytes, from, to).strip().replaceAll("\r\n|\r|\n", "|");
        if (!frame.isEmpty()) {
            frames.add(frame);
        }
        return true;
    }

    private static String run(SseScanner scanner, byte[] bytes, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0, to; from < bytes.length; from = to) {
            to = Math.min(bytes.length, from + random.nextInt(12));
            out.writeBytes(scanner.accept(Arrays.copyOfRange(bytes, from, to)));
        }
        out.writeBytes(scanner.rest());
        return out.toString(UTF_8);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, UTF_8);
    }
}
