package io.quartermaster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Takes what OpenTelemetry sends over HTTP as protobuf, and reads of it what tests look at. */
final class OtlpReceiver implements AutoCloseable {

    /** A span; {@code kind} is 2 for a server's and 3 for a client's, {@code status} 2 for an error. */
    record Span(
            String traceId,
            String id,
            String parent,
            String name,
            long kind,
            long status,
            Map<String, String> attributes) {

        String attribute(String name) {
            return attributes.getOrDefault(name, "");
        }
    }

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    OtlpReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> spans() {
        return spans;
    }

    /** All that was sent, whatever it was, as text of which only ASCII is legible. */
    String everything() {
        synchronized (all) {
            return all.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        synchronized (all) {
            all.writeBytes(body);
        }
        if (exchange.getRequestURI().getPath().endsWith("/v1/traces")) {
            fields(
                    body,
                    (number, value) -> within(
                            number == 1,
                            value,
                            (scope, scopeSpans) -> within(
                                    scope == 2, scopeSpans, (span, bytes) -> within(span == 2, bytes, spanReader()))));
        }
        exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** Ends with field 15, the status, which is the last that the SDK writes. */
    private SpanReader spanReader() {
        return new SpanReader();
    }

    private static void within(boolean wanted, Object value, BiConsumer<Integer, Object> reader) {
        if (wanted && value instanceof byte[] bytes) {
            fields(bytes, reader);
            if (reader instanceof SpanReader span) {
                span.done();
            }
        }
    }

    private final class SpanReader implements BiConsumer<Integer, Object> {
        private final Map<Integer, Object> values = new HashMap<>();
        private final Map<String, String> attributes = new HashMap<>();
        private long status;

        @Override
        public void accept(Integer number, Object value) {
            if (number == 9 && value instanceof byte[] pair) {
                Map<Integer, Object> entry = map(pair);
                Map<Integer, Object> any = entry.get(2) instanceof byte[] bytes ? map(bytes) : Map.of();
                attributes.put(
                        text(entry.get(1)),
                        any.values().stream()
                                .map(OtlpReceiver::text)
                                .findFirst()
                                .orElse(""));
            } else if (number == 15 && value instanceof byte[] bytes) {
                status = map(bytes).get(3) instanceof Long code ? code : 0;
            } else {
                values.put(number, value);
            }
        }

        void done() {
            spans.add(new Span(
                    hex(values.get(1)),
                    hex(values.get(2)),
                    hex(values.get(4)),
                    text(values.get(5)),
                    values.get(6) instanceof Long kind ? kind : 0,
                    status,
                    attributes));
        }
    }

    private static Map<Integer, Object> map(byte[] message) {
        Map<Integer, Object> values = new HashMap<>();
        fields(message, values::put);
        return values;
    }

    private static String hex(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "";
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    /** Numbers are longs, all that has a length is bytes. */
    private static void fields(byte[] message, BiConsumer<Integer, Object> reader) {
        ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            long tag = varint(buffer);
            int number = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> reader.accept(number, varint(buffer));
                case 1 -> reader.accept(number, buffer.getLong());
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(buffer)];
                    buffer.get(bytes);
                    reader.accept(number, bytes);
                }
                case 5 -> reader.accept(number, (long) buffer.getInt());
                default -> throw new IllegalStateException("no protobuf");
            }
        }
    }

    private static long varint(ByteBuffer buffer) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = buffer.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
