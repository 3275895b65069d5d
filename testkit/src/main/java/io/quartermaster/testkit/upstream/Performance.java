package io.quartermaster.testkit.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.quartermaster.testkit.http.Headers;
import io.quartermaster.testkit.upstream.Step.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** Performs a script on a socket, for one exchange. */
final class Performance {
    /** What is left of the connection afterwards. */
    enum Ending {
        KEEP,
        CLOSE,
        RESET
    }

    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final int LARGEST_WRITE = 16 * 1024;

    private final OutputStream out;
    private final Runnable closeOutput;
    private final Exchange exchange;
    private final Script script;
    private Framing framing = Framing.UNTIL_CLOSE;
    private long declared;
    private long sent;
    private boolean ended;
    private boolean bodyBegun;
    private boolean lastWrite;

    Performance(OutputStream out, Runnable closeOutput, Exchange exchange, Script script) {
        this.out = out;
        this.closeOutput = closeOutput;
        this.exchange = exchange;
        this.script = script;
    }

    Ending perform() throws IOException, InterruptedException {
        List<Step> steps = script.steps();
        for (int index = 0; index < steps.size(); index++) {
            Step step = steps.get(index);
            lastWrite = index == steps.size() - 1 && framing != Framing.CHUNKED && !(step instanceof Step.Flood);
            switch (step) {
                case Step.Head head -> begin(head);
                case Step.Body body -> paced(body.bytes().array());
                case Step.Raw raw -> write(raw.bytes().array());
                case Step.Pause pause -> rest(pause.duration());
                case Step.Silence() -> rest(FOR_EVER);
                case Step.Flood flood -> flood(flood);
                case Step.Trailers trailers -> endChunks(trailers.trailers());
                case Step.HalfClose() -> {
                    closeOutput.run();
                    rest(FOR_EVER);
                }
                case Step.HangUp() -> {
                    return Ending.CLOSE;
                }
                case Step.Reset() -> {
                    return Ending.RESET;
                }
            }
        }
        if (framing == Framing.CHUNKED && !ended) {
            endChunks(Headers.NONE);
        }
        boolean whole = framing == Framing.CHUNKED || (framing == Framing.LENGTH && sent == declared);
        return whole && !exchange.headers().hasToken("connection", "close") ? Ending.KEEP : Ending.CLOSE;
    }

    private void begin(Step.Head head) throws IOException, InterruptedException {
        framing = head.framing();
        declared = head.headers().first("content-length").map(Long::parseLong).orElse(-1L);
        StringBuilder text = new StringBuilder("HTTP/1.1 " + head.status() + " " + head.reason() + "\r\n");
        head.headers().fields().forEach(field -> text.append(field.name() + ": " + field.value() + "\r\n"));
        write(text.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    private void paced(byte[] bytes) throws IOException, InterruptedException {
        if (bodyBegun && script.pace.isPositive()) {
            rest(script.pace);
        }
        bodyBegun = true;
        body(bytes);
    }

    private void flood(Step.Flood flood) throws IOException, InterruptedException {
        byte[] piece = flood.piece().array();
        for (long left = flood.bytes(); left > 0; left -= piece.length) {
            body(piece);
        }
    }

    private void body(byte[] bytes) throws IOException, InterruptedException {
        sent += bytes.length;
        if (framing != Framing.CHUNKED) {
            write(bytes);
        } else if (bytes.length > 0) { // an empty chunk would be the end
            byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1);
            byte[] chunk = new byte[size.length + bytes.length + 2];
            System.arraycopy(size, 0, chunk, 0, size.length);
            System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
            chunk[chunk.length - 2] = '\r';
            chunk[chunk.length - 1] = '\n';
            write(chunk);
        }
    }

    private void endChunks(Headers trailers) throws IOException, InterruptedException {
        StringBuilder end = new StringBuilder("0\r\n");
        trailers.fields().forEach(field -> end.append(field.name() + ": " + field.value() + "\r\n"));
        ended = true;
        lastWrite = true;
        write(end.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    private void write(byte[] bytes) throws IOException, InterruptedException {
        int most = Math.min(script.writeBytes, LARGEST_WRITE);
        for (int from = 0; from < bytes.length; from += most) {
            int length = Math.min(most, bytes.length - from);
            boolean last = lastWrite && from + length == bytes.length;
            if (last) {
                exchange.concludes();
            }
            out.write(bytes, from, length);
            exchange.wrote(length);
            if (script.writePause.isPositive() && !last) {
                rest(script.writePause);
            }
        }
    }

    private void rest(Duration duration) throws IOException, InterruptedException {
        if (!exchange.stillOnAfter(duration)) {
            throw new IOException("the client left");
        }
    }
}
