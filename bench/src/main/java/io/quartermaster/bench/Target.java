package io.quartermaster.bench;

import java.net.URI;
import java.util.Map;

/** Where a request goes, and the headers it needs beside its content type. */
record Target(URI url, Map<String, String> headers) {

    Target {
        headers = Map.copyOf(headers);
    }

    static Target of(int port, String path, Map<String, String> headers) {
        return new Target(URI.create("http://127.0.0.1:" + port + path), headers);
    }
}
