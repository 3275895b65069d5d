package io.quartermaster.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Opens streams at a steady rate, whether or not earlier ones have ended, and times them from when they were due: a gateway that stalls
 * does not slow the load that it is given.
 */
final class PacedClient {

    private static final int PATIENCE_MILLIS = 20_000;

    /** Times in microseconds: to the first frame, and between one frame and the next. */
    record Result(
            long answered, double perSecond, long failed, long firstP50, long firstP99, long gapP50, long gapP99) {}

    private record Connection(Socket socket, StreamReader reader) {}

    private final Target target;
    private final byte[] request;
    private final Deque<Connection> resting = new ConcurrentLinkedDeque<>();
    private final Queue<long[]> streams = new ConcurrentLinkedQueue<>();
    private final AtomicLong failed = new AtomicLong();

    PacedClient(Target target, Workload workload) {
        this.target = target;
        String body = workload.body();
        StringBuilder head = new StringBuilder()
                .append("POST ")
                .append(target.url().getPath())
                .append(" HTTP/1.1\r\n")
                .append("Host: ")
                .append(target.url().getAuthority())
                .append("\r\n")
                .append("Content-Type: application/json\r\n");
        target.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
        this.request = (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    Result run(double perSecond, Duration time) throws InterruptedException, IOException {
        long start = System.nanoTime();
        long count = Math.round(perSecond * time.toMillis() / 1000);
        Thread[] started = new Thread[(int) count];
        for (int i = 0; i < count; i++) {
            long due = start + (long) (i * 1e9 / perSecond);
            awaitTime(due);
            started[i] = Thread.startVirtualThread(() -> stream(due));
        }
        for (Thread thread : started) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        for (Connection connection : resting) {
            connection.socket.close();
        }
        long[] first = streams.stream().mapToLong(times -> times[0]).sorted().toArray();
        long[] gaps = streams.stream()
                .flatMapToLong(times -> Arrays.stream(times, 1, times.length))
                .sorted()
                .toArray();
        return new Result(
                streams.size(),
                streams.size() / seconds,
                failed.get(),
                quantile(first, 0.5),
                quantile(first, 0.99),
                quantile(gaps, 0.5),
                quantile(gaps, 0.99));
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void stream(long due) {
        try {
            Connection connection = connect();
            connection.socket.getOutputStream().write(request);
            StreamReader.Answer answer = connection.reader.read();
            if (answer.status() != 200 || answer.frameTimes().size() != Answers.FRAMES) {
                failed.incrementAndGet();
                connection.socket.close();
                return;
            }
            resting.push(connection);
            long[] times =
                    answer.frameTimes().stream().mapToLong(Long::longValue).toArray();
            streams.add(LongStream.range(0, times.length)
                    .map(i -> (times[(int) i] - (i == 0 ? due : times[(int) i - 1])) / 1000)
                    .toArray());
        } catch (IOException broken) {
            failed.incrementAndGet();
        }
    }

    private Connection connect() throws IOException {
        Connection rested = resting.poll();
        if (rested != null) {
            return rested;
        }
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), target.url().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new Connection(socket, new StreamReader(socket.getInputStream()));
    }

    private static long quantile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    }
}
