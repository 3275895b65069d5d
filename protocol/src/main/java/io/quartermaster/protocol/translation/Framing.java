package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.EventStreamReader;
import io.quartermaster.protocol.SseScanner;

/** How a provider's stream is cut into events. */
public sealed interface Framing {

    /** The type of an answer that is cut by {@link #ofEventStream}. */
    String EVENT_STREAM = "application/vnd.amazon.eventstream";

    void accept(byte[] piece);

    /** Whether something came that is no event, or one that is too long. */
    boolean isBroken();

    /** How much memory the event takes that is being read. */
    int held();

    /** Server-sent events. */
    static Framing ofServerSentEvents(int longest, StreamTranslation events) {
        return new Lines(new SseScanner(longest, events));
    }

    /** Amazon's binary messages. */
    static Framing ofEventStream(int longest, StreamTranslation events) {
        return new Messages(new EventStreamReader(longest, events::message));
    }

    record Lines(SseScanner scanner) implements Framing {
        @Override
        public void accept(byte[] piece) {
            byte[] _ = scanner.accept(piece);
        }

        @Override
        public boolean isBroken() {
            return scanner.overflowed();
        }

        @Override
        public int held() {
            return scanner.held();
        }
    }

    record Messages(EventStreamReader reader) implements Framing {
        @Override
        public void accept(byte[] piece) {
            reader.accept(piece);
        }

        @Override
        public boolean isBroken() {
            return reader.isBroken();
        }

        @Override
        public int held() {
            return reader.held();
        }
    }
}
