package io.quartermaster.testkit.upstream;

import io.quartermaster.testkit.http.Bytes;
import io.quartermaster.testkit.http.Headers;
import java.time.Duration;

/** One thing that an upstream does on the connection; a script is a list of them. */
sealed interface Step {

    /** Writes the status line and the header, and sets how the body is framed. */
    record Head(int status, String reason, Headers headers, Framing framing) implements Step {}

    /** Writes body bytes in one piece: one chunk, where the framing is chunked. */
    record Body(Bytes bytes) implements Step {}

    /** Writes bytes that are not framed. */
    record Raw(Bytes bytes) implements Step {}

    record Pause(Duration duration) implements Step {}

    /** Does nothing more until the client leaves. */
    record Silence() implements Step {}

    /** Writes the piece again and again until the client leaves or the bytes are reached. */
    record Flood(Bytes piece, long bytes) implements Step {}

    /** Ends a chunked body with trailers. */
    record Trailers(Headers trailers) implements Step {}

    /** Closes the sending side and keeps reading until the client leaves. */
    record HalfClose() implements Step {}

    /** Closes the connection as it stands. */
    record HangUp() implements Step {}

    /** Ends the connection by a TCP reset. */
    record Reset() implements Step {}

    /** How the end of a body is told. */
    enum Framing {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }
}
