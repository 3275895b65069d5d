package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.quartermaster.protocol.RequestScan.Place;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway must know of a {@code multipart/form-data} request (RFC 7578, RFC 2046 5.1), found in one pass over its bytes. What
 * readers of forms disagree about is refused, so that nobody who reads it after us finds another model in it: lines that look like the
 * boundary and are none, names that must be unescaped, fields that decide something and come twice.
 */
public final class FormScan implements ScannedRequest {

    private static final int MOST_PARTS = 128;
    private static final int LONGEST_VALUE = 4 << 10; // of a field that decides something
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int QUARTERS = 4;

    private final byte[] body;
    private final FormBoundary boundary;
    private @Nullable String model;
    private @Nullable Place modelPlace;
    private boolean streamed;
    private boolean streamSeen;
    private int start;
    private long textBytes;
    private SoundLength sound = SoundLength.NONE;

    private FormScan(byte[] body, FormBoundary boundary) {
        this.body = body;
        this.boundary = boundary;
    }

    /**
     * Scans the body, which must not be changed afterwards.
     *
     * @param contentType the request's header, which names the boundary
     */
    public static FormScan of(byte[] body, String contentType) throws MalformedBody {
        FormScan scan = new FormScan(body, FormBoundary.of(contentType));
        scan.run();
        return scan;
    }

    @Override
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    @Override
    public boolean streamed() {
        return streamed;
    }

    @Override
    public boolean usageAsked() {
        return false;
    }

    @Override
    public OptionalLong maxTokens() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong maxOutputTokens() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong choices() {
        return OptionalLong.empty();
    }

    /** Of its texts a token to four octets, of sound as many as OpenAI counts. */
    @Override
    public long textTokens() {
        return (textBytes + QUARTERS - 1) / QUARTERS + sound.tokens();
    }

    @Override
    public long mostTokens() {
        return 2 * (textBytes + QUARTERS - 1) / QUARTERS + RequestScan.MORE_TOKENS + sound.mostTokens();
    }

    @Override
    public long inputCharacters() {
        return 0;
    }

    @Override
    public long inputLetters() {
        return 0;
    }

    @Override
    public boolean inputIsText() {
        return true;
    }

    @Override
    public SoundLength sound() {
        return sound;
    }

    @Override
    public byte[] body() {
        return body;
    }

    /** The body with this model in place of the client's; every other byte stays as it is. */
    public byte[] withModel(String name) {
        byte[] text = name.getBytes(UTF_8);
        if (modelPlace != null) {
            return name.equals(model) ? body : replaced(modelPlace, text);
        }
        byte[] head = "Content-Disposition: form-data; name=\"model\"\r\n\r\n".getBytes(US_ASCII);
        byte[] part = joined(boundary.dashed(), LINE_END, head, text, LINE_END);
        return replaced(new Place(start, start), part);
    }

    private byte[] replaced(Place place, byte[] text) {
        byte[] out = new byte[body.length - (place.to() - place.from()) + text.length];
        System.arraycopy(body, 0, out, 0, place.from());
        System.arraycopy(text, 0, out, place.from(), text.length);
        System.arraycopy(body, place.to(), out, place.from() + text.length, body.length - place.to());
        return out;
    }

    private static byte[] joined(byte[]... pieces) {
        byte[] all =
                new byte[Arrays.stream(pieces).mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    private void run() throws MalformedBody {
        start = startsWith(0, LINE_END) ? LINE_END.length : 0;
        if (!boundary.isAt(body, start)) {
            throw MalformedBody.of(
                    body.length == 0
                            ? "The request body is empty."
                            : "The form does not begin with the boundary that its content type names.");
        }
        int at = afterDelimiter(start);
        if (at < 0) {
            throw MalformedBody.of("The form has no parts.");
        }
        for (int parts = 0; at >= 0; parts++) {
            if (parts == MOST_PARTS) {
                throw MalformedBody.of("The form has more than " + MOST_PARTS + " parts.");
            }
            FormPart part = FormPart.read(body, at);
            int end = endOfData(part.dataFrom());
            field(part, end);
            at = afterDelimiter(end + LINE_END.length);
        }
    }

    /** Where the next part begins after the delimiter at this place; -1 when it is the last and nothing follows. */
    private int afterDelimiter(int delimiter) throws MalformedBody {
        int at = delimiter + boundary.length();
        boolean last = startsWith(at, new byte[] {'-', '-'});
        at += last ? 2 : 0;
        while (at < body.length && (body[at] == ' ' || body[at] == '\t')) {
            at++;
        }
        if (last && at == body.length) {
            return -1;
        }
        if (!startsWith(at, LINE_END)) {
            throw at >= body.length ? truncated() : looksLikeBoundary(delimiter);
        }
        at += LINE_END.length;
        if (last && at < body.length) {
            throw MalformedBody.of("The form goes on after its last boundary.");
        }
        return last ? -1 : at;
    }

    /** Where the data ends that begins here: before the line end that belongs to the delimiter. */
    private int endOfData(int from) throws MalformedBody {
        if (boundary.isAt(body, from)) {
            throw looksLikeBoundary(from);
        }
        int at = from;
        while ((at = ByteSearch.first(body, at, body.length, '\n', '\r')) < body.length) {
            if (boundary.isAt(body, at + 1)) {
                boolean line = body[at] == '\n' && at > from && body[at - 1] == '\r';
                if (!line) {
                    throw looksLikeBoundary(at + 1);
                }
                return at - 1;
            }
            at++;
        }
        throw truncated();
    }

    private void field(FormPart part, int end) throws MalformedBody {
        int from = part.dataFrom();
        if (part.isSound()) {
            sound = sound.and(SoundLength.of(body, from, end));
        } else {
            textBytes += end - from;
        }
        switch (part.name()) {
            case "model" -> {
                if (modelPlace != null) {
                    throw twice("model");
                }
                model = text(part, end);
                modelPlace = new Place(from, end);
            }
            case "stream" -> {
                if (streamSeen) {
                    throw twice("stream");
                }
                streamSeen = true;
                String value = text(part, end);
                streamed = value.equalsIgnoreCase("true") || value.equals("1");
            }
            default -> {}
        }
    }

    private String text(FormPart part, int end) throws MalformedBody {
        String name = part.name();
        if (part.isFile() || part.isEncoded()) {
            throw MalformedBody.at(name, "The field `" + name + "` must be plain text, not a file.");
        }
        if (end - part.dataFrom() > LONGEST_VALUE) {
            throw MalformedBody.at(name, "The field `" + name + "` is longer than " + LONGEST_VALUE + " octets.");
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(body, part.dataFrom(), end - part.dataFrom()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw MalformedBody.at(name, "The field `" + name + "` is not valid UTF-8.");
        }
    }

    private boolean startsWith(int at, byte[] text) {
        return at + text.length <= body.length && Arrays.equals(body, at, at + text.length, text, 0, text.length);
    }

    private static MalformedBody twice(String name) {
        return MalformedBody.at(name, "The field `" + name + "` is given twice.");
    }

    private static MalformedBody truncated() {
        return MalformedBody.of("The form ends before its last boundary.");
    }

    private static MalformedBody looksLikeBoundary(int at) {
        return MalformedBody.of("The line at byte " + at
                + " of the form begins like the boundary and is none; choose a boundary that its parts do not have.");
    }
}
