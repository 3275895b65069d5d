package io.quartermaster.protocol.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkHeadTest {

    private static final String LETTERS = "ab \"\\/\n\t\u0001\u007f\u2028\u00e9\ud83d\ude00{}:,";

    @Test
    void textIsWrittenAsATreeWouldBe() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            ChunkHead head = new ChunkHead(letters(random), random.nextInt(), letters(random));
            String text = letters(random);

            byte[] written = head.content(text);

            byte[] tree = Trees.JSON.writeValueAsBytes(
                    head.delta(Trees.JSON.createObjectNode().put("content", text)));
            assertThat(new String(written, UTF_8)).as("round %d", round).isEqualTo(new String(tree, UTF_8));
        }
    }

    private static String letters(Random random) {
        int[] codePoints = LETTERS.codePoints().toArray();
        return random.ints(random.nextInt(12), 0, codePoints.length)
                .map(at -> codePoints[at])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Case 21: a provider may cut a text between the halves of a letter that takes two. */
    @ParameterizedTest
    @ValueSource(strings = {"a\ud83c", "\udf89 b", "a\udf89b"})
    void case21_halfALetterIsToldAsOne(String half) {
        ChunkHead head = new ChunkHead("id", 7, "m");

        assertThat(Trees.JSON
                        .readTree(head.content(half))
                        .at("/choices/0/delta/content")
                        .stringValue())
                .isEqualTo(half);
    }
}
