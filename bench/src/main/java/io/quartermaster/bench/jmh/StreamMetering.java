package io.quartermaster.bench.jmh;

import io.quartermaster.protocol.SseScanner;
import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.protocol.UsageReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Usage out of a stream of 50 frames as it passes: each frame by itself, as models send them, and all in one piece. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StreamMetering {

    private static final int LARGEST_FRAME = 65_536;

    private final List<byte[]> frames = Samples.stream().stream()
            .map(frame -> frame.getBytes(StandardCharsets.UTF_8))
            .toList();
    private final byte[] whole = String.join("", Samples.stream()).getBytes(StandardCharsets.UTF_8);

    @Setup
    public void prepare() {
        if (meter(List.of(whole)).input().isEmpty() || !meter(frames).equals(meter(List.of(whole)))) {
            throw new IllegalStateException("The usage of the stream was not found");
        }
    }

    @Benchmark
    public TokenUsage frameByFrame() {
        return meter(frames);
    }

    @Benchmark
    public TokenUsage onePiece() {
        return meter(List.of(whole));
    }

    /** What a gateway without any care would do: not measured for comparison, only the floor of touching each byte once. */
    @Benchmark
    public void touch(Blackhole hole) {
        int sum = 0;
        for (byte next : whole) {
            sum += next;
        }
        hole.consume(sum);
    }

    private static TokenUsage meter(List<byte[]> pieces) {
        Found found = new Found();
        SseScanner scanner = new SseScanner(LARGEST_FRAME, found);
        for (byte[] piece : pieces) {
            scanner.accept(piece);
        }
        scanner.rest();
        return found.usage;
    }

    private static final class Found implements SseScanner.Frames {

        private TokenUsage usage = TokenUsage.UNKNOWN;

        @Override
        public boolean keep(byte[] bytes, int from, int to) {
            int object = from;
            while (object < to && bytes[object] != '{') {
                object++;
            }
            UsageReader.find(bytes, object, to).ifPresent(found -> usage = found);
            return true;
        }
    }
}
