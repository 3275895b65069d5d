package io.quartermaster.bench;

import io.quartermaster.bench.TickingFrames.Fault;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Many clients in one thread, each of which opens the next stream as soon as one has ended; every frame is looked at. */
final class StreamClients {

    /**
     * What they do beside reading.
     *
     * @param faults the share of streams that ask the mock for a fault
     * @param leaving the share of streams that are left in the middle
     */
    record Habits(double faults, double leaving) {

        static final Habits GOOD = new Habits(0, 0);
    }

    private static final Fault[] FAULTS = Fault.values();

    private final Vertx vertx;
    private final NetClient net;
    private final Target target;
    private final String model;
    private final Habits habits;
    private final Random random;
    private final CountDownLatch ended;
    private final int count;
    private volatile StreamTally tally = new StreamTally();
    private volatile boolean stopping;

    StreamClients(Vertx vertx, Target target, String model, int count, Habits habits, long seed) {
        this.vertx = vertx;
        this.net =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(20_000));
        this.target = target;
        this.model = model;
        this.count = count;
        this.habits = habits;
        this.random = new Random(seed);
        this.ended = new CountDownLatch(count);
    }

    /** Starts them over the time that one stream takes, so that they are not all at the same place. */
    void start() {
        vertx.runOnContext(_ -> {
            for (int i = 0; i < count; i++) {
                long spread = TickingFrames.FRAMES * TickingFrames.BETWEEN_MILLIS;
                vertx.setTimer(1 + i * spread / count, _ -> new Client().connect());
            }
        });
    }

    /** What was seen since the last time this was asked. */
    StreamTally take() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        StreamTally[] seen = new StreamTally[1];
        vertx.runOnContext(_ -> {
            seen[0] = tally;
            tally = new StreamTally();
            taken.countDown();
        });
        taken.await();
        return seen[0];
    }

    /** Lets running streams end and waits for them. */
    void stop() throws InterruptedException {
        stopping = true;
        ended.await();
        net.close();
    }

    private final class Client implements FrameDecoder.Listener {

        private @Nullable NetSocket socket;
        private Fault fault = Fault.NONE;
        private int leaveAt;
        private long asked;
        private int status;
        private int expected;
        private boolean done;
        private boolean told;
        private boolean open;

        void connect() {
            if (stopping) {
                ended.countDown();
                return;
            }
            net.connect(target.url().getPort(), target.url().getHost())
                    .onSuccess(connected -> {
                        socket = connected;
                        FrameDecoder decoder = new FrameDecoder(this);
                        connected.handler(bytes -> decoder.take(bytes.getBytes()));
                        connected.closeHandler(_ -> closed());
                        ask(connected);
                    })
                    .onFailure(failure -> {
                        tally.wrong("connect: " + failure.getClass().getSimpleName());
                        vertx.setTimer(100, _ -> connect());
                    });
        }

        private void ask(NetSocket connected) {
            fault = random.nextDouble() < habits.faults() ? FAULTS[1 + random.nextInt(FAULTS.length - 1)] : Fault.NONE;
            boolean leaves = fault == Fault.STALL || random.nextDouble() < habits.leaving();
            leaveAt = leaves ? 1 + random.nextInt(TickingFrames.FRAMES / 3) : Integer.MAX_VALUE;
            expected = 0;
            status = 0;
            done = false;
            told = false;
            open = true;
            asked = System.nanoTime();
            tally.opened++;
            connected.write(request(fault));
        }

        private Buffer request(Fault wanted) {
            String body = wanted.body(model);
            return Buffer.buffer("POST " + target.url().getPath() + " HTTP/1.1\r\nHost: "
                    + target.url().getAuthority() + "\r\nContent-Type: application/json\r\n"
                    + headers(target.headers()) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        }

        @Override
        public void head(int answered, String fields) {
            status = answered;
        }

        @Override
        public void event(String text) {
            if (!open) {
                return;
            }
            if (text.contains("\"error\"")) {
                told = true;
                return;
            }
            if (text.startsWith(TickingFrames.DONE)) {
                done = true;
                return;
            }
            int at = text.indexOf(TickingFrames.MARK);
            if (at < 0) {
                return;
            }
            long now = System.nanoTime();
            String[] words = text.substring(at + TickingFrames.MARK.length()).split(" ", 4);
            if (Integer.parseInt(words[0]) != expected) {
                tally.wrong("frame " + words[0] + " instead of " + expected);
            }
            if (expected == 0) {
                tally.first.add(now - asked);
            }
            long sent = Long.parseLong(words[2]);
            tally.underway.add(now - sent);
            tally.mockLate.add(sent - Long.parseLong(words[1]));
            tally.frames++;
            expected++;
            if (expected == leaveAt) {
                open = false;
                tally.left++;
                close();
            }
        }

        @Override
        public void end() {
            if (!open) {
                return;
            }
            open = false;
            boolean all = expected == TickingFrames.FRAMES && done && !told && status == 200;
            if (all) {
                tally.whole++;
            } else if (fault != Fault.NONE && told && !done) {
                tally.toldOfFault++;
            } else {
                tally.wrong("status " + status + ", " + fault + ", " + (done ? "done" : "not done") + ", "
                        + (told ? "told" : "not told") + " at frame " + expected);
            }
            if (stopping || socket == null) {
                close();
            } else {
                ask(socket);
            }
        }

        private void close() {
            if (socket != null) {
                socket.close();
            }
        }

        private void closed() {
            if (open) {
                open = false;
                if (fault != Fault.NONE && told && !done) {
                    tally.toldOfFault++;
                } else {
                    tally.wrong("closed in the middle, " + fault + ", " + (told ? "told" : "not told"));
                }
            }
            connect();
        }
    }

    private static String headers(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
    }
}
