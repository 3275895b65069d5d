package io.quartermaster.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Requests whose body is a form with the boundary {@code b0}; each character of a body is an octet. */
final class Forms {

    static final String END = "--b0--\r\n";

    private Forms() {}

    static String field(String name, String value) {
        return "--b0\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    static String file(String data) {
        return "--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\n"
                + data + "\r\n";
    }

    static String request(String path, String body, String... headerLines) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headerLines)
                + "\r\nContent-Type: multipart/form-data; boundary=b0\r\nContent-Length: "
                + body.getBytes(ISO_8859_1).length + "\r\n\r\n" + body;
    }
}
