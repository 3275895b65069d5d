package io.quartermaster.gateway;

import io.quartermaster.protocol.SseScanner;
import io.quartermaster.protocol.TextCount;
import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.protocol.UsageReader;
import io.quartermaster.protocol.UsageTap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the frames of a chat stream as they pass: usage, errors, and the one chunk that we asked for and the client did not. */
final class StreamMeter implements SseScanner.Frames {

    private static final byte[] ERROR = "\"error\"".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] EVENT_ERROR = "event: error".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT_FAILED = "event: response.failed".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] EVENT_RESPONSE = "event: response.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELTA = ".delta".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT_START = "event: message_start".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] TEXT_DELTA = "\"delta\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IMAGE = "\"b64_json\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SOUND = "\"audio\":".getBytes(StandardCharsets.US_ASCII);

    private final boolean hideUsageChunk;
    private TokenUsage usage = TokenUsage.UNKNOWN;
    private final TextCount text = new TextCount();
    private boolean errorSeen;
    private long spoken;
    private boolean saysSomething;
    private @Nullable UsageTap tap; // of what is too long to be held, as an image is

    StreamMeter(boolean hideUsageChunk) {
        this.hideUsageChunk = hideUsageChunk;
    }

    TokenUsage usage() {
        return tap == null ? usage : usage.updatedBy(tap.usage());
    }

    /** A guess at the tokens of what has passed. */
    long textTokens() {
        return text.tokens();
    }

    /** How many events said something, each of at least a token. */
    long spoken() {
        return spoken;
    }

    /** Whether the stream said something already: a role, a ping or a beginning is nothing. */
    boolean hasSpoken() {
        return saysSomething;
    }

    /** Of streams that are not chats the text counts nothing: what they say are deltas, images or sound. */
    private static boolean isSpeech(byte[] bytes, int from, int object, int to) {
        return contains(bytes, from, object, DELTA)
                || contains(bytes, object, to, TEXT_DELTA)
                || contains(bytes, object, to, IMAGE)
                || contains(bytes, object, to, SOUND);
    }

    private static boolean contains(byte[] bytes, int from, int to, byte[] text) {
        for (int at = from; at + text.length <= to; at++) {
            if (bytes[at] == text[0] && Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the provider ended its stream with an error of its own. */
    boolean errorSeen() {
        return errorSeen;
    }

    @Override
    public boolean keep(byte[] bytes, int from, int to) {
        int object = firstBrace(bytes, from, to);
        if (object < 0) {
            return true;
        }
        errorSeen |= isErrorEvent(bytes, from, object) || beginsWithError(bytes, object + 1, to);
        Optional<TokenUsage> found = UsageReader.find(bytes, object, to);
        if (found.isEmpty()) {
            if (!repeats(bytes, from, object) && text.addAnswer(bytes, object, to)) {
                spoken++;
                saysSomething = true;
            } else if (!saysSomething) {
                saysSomething = isSpeech(bytes, from, object, to);
            }
            return true;
        }
        boolean first = startsWith(bytes, from, object, EVENT_START); // its output is one token, whatever is to come
        saysSomething |= !first;
        usage = usage.updatedBy(first ? found.get().withoutOutput() : found.get());
        return !hideUsageChunk || !UsageReader.hasNoChoices(bytes, object, to);
    }

    @Override
    public void passes(byte[] bytes, int from, int to) {
        saysSomething = true;
        if (tap == null) {
            tap = new UsageTap();
        }
        tap.accept(from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to));
    }

    /** Anthropic's errors, and OpenAI's of the Responses API, say so in the event's name. */
    private static boolean isErrorEvent(byte[] bytes, int from, int to) {
        return startsWith(bytes, from, to, EVENT_ERROR) || startsWith(bytes, from, to, EVENT_FAILED);
    }

    /** The Responses API tells every text in pieces, and then three times as a whole. */
    private static boolean repeats(byte[] bytes, int from, int to) {
        if (!startsWith(bytes, from, to, EVENT_RESPONSE)) {
            return false;
        }
        int end = from;
        while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        return end - from < DELTA.length
                || Arrays.mismatch(bytes, end - DELTA.length, end, DELTA, 0, DELTA.length) >= 0;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] text) {
        return to - from > text.length && Arrays.mismatch(bytes, from, from + text.length, text, 0, text.length) < 0;
    }

    private static int firstBrace(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '{') {
                return at;
            }
        }
        return -1;
    }

    private static boolean beginsWithError(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        for (int i = 0; i < ERROR.length; i++, at++) {
            if (at >= to || bytes[at] != ERROR[i]) {
                return false;
            }
        }
        while (at < to && (bytes[at] == ' ' || bytes[at] == ':')) {
            at++;
        }
        return at < to && bytes[at] != 'n'; // "error": null is none
    }
}
