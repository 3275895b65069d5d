package io.quartermaster.testkit.http;

/**
 * An answer as it was read from the socket.
 *
 * @param whole whether the body ended as its header said, and was not cut
 */
public record RawResponse(int status, String statusLine, Headers headers, Bytes body, boolean whole) {
    public String text() {
        return body.text();
    }

    @Override
    public String toString() {
        return statusLine + " " + headers.fields() + " " + (whole ? "" : "(cut) ") + body.text();
    }
}
