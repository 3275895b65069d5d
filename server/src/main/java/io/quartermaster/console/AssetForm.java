package io.quartermaster.console;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file as it goes out.
 *
 * @param encoding how it is compressed, if it is
 * @param body shared by all who are sent it
 * @param tag by which a browser asks whether what it has is this
 */
record AssetForm(Optional<Compression> encoding, Buffer body, String tag) {

    String etag() {
        return '"' + tag + '"';
    }

    /** @param ifNoneMatch the tags of what the browser holds; a proxy that compressed may have made them weak */
    boolean isHeldBy(List<String> ifNoneMatch) {
        return ifNoneMatch.stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .anyMatch(held -> held.equals("*") || held.equals(etag()) || held.equals("W/" + etag()));
    }
}
