package io.quartermaster.testkit.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quartermaster.testkit.http.Bytes;
import io.quartermaster.testkit.http.Headers;
import io.quartermaster.testkit.upstream.Step.Framing;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a {@link FakeUpstream} does with one request; immutable, each method returns a longer or changed script.
 *
 * <p>When its steps are over, a script ends the answer as its framing asks and keeps the connection, unless a step
 * ended it otherwise.
 */
public final class Script {
    private final List<Step> steps;
    final Duration pace;
    final int writeBytes;
    final Duration writePause;
    final BodyReading reading;

    private Script(List<Step> steps, Duration pace, int writeBytes, Duration writePause, BodyReading reading) {
        this.steps = List.copyOf(steps);
        this.pace = pace;
        this.writeBytes = writeBytes;
        this.writePause = writePause;
        this.reading = reading;
    }

    /** Nothing yet: without a further step the connection is closed once the request is read. */
    public static Script nothing() {
        return new Script(List.of(), Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO, BodyReading.FIRST);
    }

    /** An answer with that body and its length. */
    public static Script answer(int status, String contentType, byte[] body) {
        Headers headers = Headers.NONE.with("content-type", contentType).with("content-length", "" + body.length);
        Script head = nothing().then(new Step.Head(status, "Scripted", headers, Framing.LENGTH));
        return body.length == 0 ? head : head.bytes(body);
    }

    public static Script json(int status, String body) {
        return answer(status, "application/json", body.getBytes(UTF_8));
    }

    /** The head of a chunked event stream; frames follow. */
    public static Script stream() {
        Headers headers = Headers.NONE
                .with("content-type", "text/event-stream; charset=utf-8")
                .with("cache-control", "no-cache")
                .with("transfer-encoding", "chunked");
        return nothing().then(new Step.Head(200, "OK", headers, Framing.CHUNKED));
    }

    /** The same header without chunks, ended by closing the connection. */
    public static Script streamUntilClose() {
        Headers headers = Headers.NONE.with("content-type", "text/event-stream").with("connection", "close");
        return nothing().then(new Step.Head(200, "OK", headers, Framing.UNTIL_CLOSE));
    }

    /** Reads the request and says nothing until the client leaves. */
    public static Script silence() {
        return nothing().thenSilence();
    }

    /** Reads the request and resets the connection. */
    public static Script reset() {
        return nothing().thenReset();
    }

    /** Writes these bytes in place of an answer, then closes, unless another step follows. */
    public static Script raw(String bytes) {
        return nothing().thenRaw(bytes.getBytes(UTF_8));
    }

    /** Sets a header field in place of those of that name; a wrong {@code content-length} is sent as it is. */
    public Script header(String name, String value) {
        return changeHead(head -> head.with(name, value));
    }

    public Script withoutHeader(String name) {
        return changeHead(head -> head.without(name));
    }

    /** One event per text, each {@code data: <text>} and an empty line, each in a chunk of its own. */
    public Script events(List<String> data) {
        Script script = this;
        for (String text : data) {
            script = script.bytes(("data: " + text + "\n\n").getBytes(UTF_8));
        }
        return script;
    }

    public Script events(String... data) {
        return events(List.of(data));
    }

    /** The event by which OpenAI ends a stream. */
    public Script done() {
        return events("[DONE]");
    }

    /** Body bytes, each piece written and flushed (and chunked) on its own. */
    public Script bytes(byte[]... pieces) {
        Script script = this;
        for (byte[] piece : pieces) {
            script = script.then(new Step.Body(Bytes.of(piece)));
        }
        return script;
    }

    public Script text(String... pieces) {
        Script script = this;
        for (String piece : pieces) {
            script = script.bytes(piece.getBytes(UTF_8));
        }
        return script;
    }

    /** Joins the body written so far and cuts it at these offsets, in bytes. */
    public Script splitAt(int... offsets) {
        byte[] body = body();
        List<Step> pieces = new ArrayList<>();
        int from = 0;
        for (int to : Arrays.stream(offsets).sorted().toArray()) {
            pieces.add(new Step.Body(Bytes.of(Arrays.copyOfRange(body, from, to))));
            from = to;
        }
        pieces.add(new Step.Body(Bytes.of(Arrays.copyOfRange(body, from, body.length))));
        return replaceBody(pieces);
    }

    /** Joins the body written so far and cuts it into pieces of that size, through characters and line ends. */
    public Script splitEvery(int bytes) {
        int length = body().length;
        List<Integer> offsets = new ArrayList<>();
        for (int offset = bytes; offset < length; offset += bytes) {
            offsets.add(offset);
        }
        return splitAt(offsets.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Compresses the body written so far; its length is set anew where one is given. */
    public Script gzipped() {
        byte[] packed = Gzip.pack(body());
        Script script = replaceBody(List.of(new Step.Body(Bytes.of(packed)))).header("content-encoding", "gzip");
        boolean hasLength =
                steps.stream().anyMatch(step -> step instanceof Step.Head head && head.framing() == Framing.LENGTH);
        return hasLength ? script.header("content-length", "" + packed.length) : script;
    }

    /** Waits so long between one piece of the body and the next. */
    public Script paced(Duration between) {
        return new Script(steps, between, writeBytes, writePause, reading);
    }

    /** Cuts every write, header and chunk sizes too, into TCP writes of at most so many bytes. */
    public Script dripping(int bytes, Duration between) {
        return new Script(steps, pace, bytes, between, reading);
    }

    /** Waits before the head. */
    public Script after(Duration delay) {
        List<Step> delayed = new ArrayList<>(steps);
        delayed.addFirst(new Step.Pause(delay));
        return withSteps(delayed);
    }

    public Script pause(Duration duration) {
        return then(new Step.Pause(duration));
    }

    public Script thenRaw(byte[] bytes) {
        return then(new Step.Raw(Bytes.of(bytes)));
    }

    public Script thenSilence() {
        return then(new Step.Silence());
    }

    /** Writes the piece for ever, as fast as the client takes it. */
    public Script thenFlood(byte[] piece) {
        return thenFlood(piece, Long.MAX_VALUE);
    }

    /** Writes the piece until so many bytes of it are written. */
    public Script thenFlood(byte[] piece, long bytes) {
        return then(new Step.Flood(Bytes.of(piece), bytes));
    }

    public Script thenTrailer(String name, String value) {
        return then(new Step.Trailers(Headers.NONE.with(name, value)));
    }

    /** Closes the sending side only. */
    public Script thenHalfClose() {
        return then(new Step.HalfClose());
    }

    /** Closes without ending the body: a chunked body is cut. */
    public Script thenHangUp() {
        return then(new Step.HangUp());
    }

    public Script thenReset() {
        return then(new Step.Reset());
    }

    /** Reads the body of the request in such pieces with a pause after each, and only then answers. */
    public Script readingSlowly(int pieceBytes, Duration pause) {
        return reading(new BodyReading(BodyReading.When.FIRST, pieceBytes, pause));
    }

    /** Answers at once, while the body of the request is still being read. */
    public Script answeringEarly() {
        return reading(new BodyReading(BodyReading.When.WHILE_ANSWERING, Integer.MAX_VALUE, Duration.ZERO));
    }

    /** Answers at once and never reads the body; that the client leaves is then noticed only by a failing write. */
    public Script neverReading() {
        return reading(new BodyReading(BodyReading.When.NEVER, Integer.MAX_VALUE, Duration.ZERO));
    }

    List<Step> steps() {
        return steps;
    }

    /** The bytes of the body that the script writes. */
    public byte[] body() {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Step step : steps) {
            if (step instanceof Step.Body body) {
                joined.writeBytes(body.bytes().array());
            }
        }
        return joined.toByteArray();
    }

    /** Puts pieces where the first piece of the body was. */
    Script replaceBody(List<Step> pieces) {
        List<Step> changed = new ArrayList<>(steps);
        int first = 0;
        while (!(changed.get(first) instanceof Step.Body)) {
            first++;
        }
        changed.removeIf(Step.Body.class::isInstance);
        changed.addAll(first, pieces);
        return withSteps(changed);
    }

    private Script changeHead(UnaryOperator<Headers> change) {
        return withSteps(steps.stream()
                .map(step -> step instanceof Step.Head head
                        ? new Step.Head(head.status(), head.reason(), change.apply(head.headers()), head.framing())
                        : step)
                .toList());
    }

    private Script then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return withSteps(longer);
    }

    private Script reading(BodyReading how) {
        return new Script(steps, pace, writeBytes, writePause, how);
    }

    private Script withSteps(List<Step> changed) {
        return new Script(changed, pace, writeBytes, writePause, reading);
    }
}
