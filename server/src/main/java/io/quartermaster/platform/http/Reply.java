package io.quartermaster.platform.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The answer of an operation: a status, headers, and a body that is written as JSON. */
public record Reply(int status, Optional<Object> body, Map<String, String> headers) {

    public Reply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    public static Reply ok(Object body) {
        return new Reply(200, Optional.of(body), Map.of());
    }

    public static Reply created(Object body) {
        return new Reply(201, Optional.of(body), Map.of());
    }

    public static Reply noContent() {
        return new Reply(204, Optional.empty(), Map.of());
    }

    /** A body that is not JSON, such as the metrics page. */
    public static Reply text(int status, String contentType, String text) {
        return new Reply(status, Optional.of(new Text(text)), Map.of("content-type", contentType));
    }

    /** A body of any length, made and sent piece by piece; what goes wrong after the first ends the connection, not the body. */
    public static Reply pieces(String contentType, Pieces pieces) {
        return new Reply(200, Optional.of(pieces), Map.of("content-type", contentType));
    }

    /** {@code {data: […], next_cursor}}, each row as the mapper shows it. */
    public static <T> Reply page(Page<T> page, Function<? super T, ?> mapper) {
        return ok(new Listing(
                page.data().stream().<Object>map(mapper).toList(), page.next().map(Cursor::encode)));
    }

    /** The strong tag {@code "<version>"} that {@link Precondition} reads back. */
    public Reply withEtag(long version) {
        return withHeader("etag", "\"" + version + "\"");
    }

    public Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, body, more);
    }

    /** A body in pieces; each is asked for, on a virtual thread, once the client has taken the one before. */
    @FunctionalInterface
    public interface Pieces {
        /** Empty after the last. */
        Optional<byte[]> next();
    }

    /** A body that goes out as it is. */
    record Text(String text) {}

    private record Listing(List<Object> data, Optional<String> nextCursor) {}
}
