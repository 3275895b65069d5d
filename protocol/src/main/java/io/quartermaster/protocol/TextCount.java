package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Guesses how many tokens the text in a JSON body is, for calls whose usage nobody reports: a token to four ASCII octets or to two
 * others. The same text counts the same, in one body or in the frames of a stream.
 */
public final class TextCount {

    private static final int QUARTERS = 4;
    private static final int FILE_TOKENS =
            1_000; // an image or a file inside the text: about what vendors charge for an image
    private static final byte[] DATA_URL = "data:".getBytes(US_ASCII);

    /** What stands under these names in an answer was written by the model. */
    private static final byte[][] WRITTEN = Stream.of(
                    "content",
                    "delta",
                    "reasoning_content",
                    "reasoning",
                    "refusal",
                    "text",
                    "arguments",
                    "thinking",
                    "partial_json",
                    "input")
            .map(name -> name.getBytes(US_ASCII))
            .toArray(byte[][]::new);

    private long quarters;

    /** All text of a request. */
    public static long ofRequest(byte[] body) {
        TextCount count = new TextCount();
        count.add(body, 0, body.length, true);
        return count.tokens();
    }

    /** Adds what a model wrote, from a whole answer or one frame of it, and tells whether it wrote anything. */
    public boolean addAnswer(byte[] bytes, int from, int to) {
        long before = quarters;
        add(bytes, from, to, false);
        return quarters > before;
    }

    public long tokens() {
        return (quarters + QUARTERS - 1) / QUARTERS;
    }

    private void add(byte[] bytes, int from, int to, boolean everything) {
        boolean counts = everything;
        for (int open = ByteSearch.first(bytes, from, to, '"', '"'); open < to; ) {
            int close = closing(bytes, open + 1, to);
            if (isName(bytes, close + 1, to)) {
                counts = everything || written(bytes, open + 1, close);
            } else if (counts) {
                addText(bytes, open + 1, close);
            }
            open = ByteSearch.first(bytes, close + 1, to, '"', '"');
        }
    }

    private void addText(byte[] bytes, int from, int to) {
        if (Arrays.equals(bytes, from, Math.min(to, from + DATA_URL.length), DATA_URL, 0, DATA_URL.length)) {
            quarters += FILE_TOKENS * QUARTERS;
            return;
        }
        long sum = (long) to - from;
        for (int at = from; at < to; at++) {
            sum += bytes[at] < 0 ? 1 : 0;
        }
        quarters += sum;
    }

    private static int closing(byte[] bytes, int from, int to) {
        int at = ByteSearch.first(bytes, from, to, '"', '\\');
        while (at < to && bytes[at] != '"') {
            at = at + 2 > to ? to : ByteSearch.first(bytes, at + 2, to, '"', '\\');
        }
        return at;
    }

    private static boolean isName(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at < to && bytes[at] == ':';
    }

    private static boolean written(byte[] bytes, int from, int to) {
        for (byte[] name : WRITTEN) {
            if (name.length == to - from && Arrays.equals(bytes, from, to, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }
}
