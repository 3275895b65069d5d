package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.SseScanner;
import io.quartermaster.protocol.TextCount;
import io.quartermaster.protocol.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A provider's stream as the client's, event by event as they arrive. */
public final class StreamTranslation implements SseScanner.Frames {

    private final ChunkSource source;
    private final Usages usages;
    private final EventWriter events;
    private final TextCount text = new TextCount();
    private boolean broken;

    StreamTranslation(ChunkSource source, Usages usages, EventWriter events) {
        this.source = source;
        this.usages = usages;
        this.events = events;
    }

    /** Of an answer that is no stream: one is unreadable. */
    static StreamTranslation unreadable() {
        EventWriter events = new EventWriter();
        Usages usages = new Usages(new ChatClient().stream(events, false));
        StreamTranslation translation = new StreamTranslation(new ChatStream(usages), usages, events);
        translation.broken = true;
        return translation;
    }

    /** What the frames so far have become and was not taken yet. */
    public byte[] take() {
        return events.take();
    }

    /** The stream ended; whether its message is whole, be it an error. One that is not was cut. */
    public boolean end() {
        try {
            return !broken && (source.isOver() || source.end());
        } catch (RuntimeException unreadable) {
            broken = true;
            return false;
        }
    }

    /** Whether its message has ended, so that nothing more is needed of the stream. */
    public boolean isOver() {
        return source.isOver();
    }

    /** Whether an event could not be read, so that what would come of the rest is not what was said. */
    public boolean isBroken() {
        return broken;
    }

    /** How many octets, about, are kept of it until they can be passed on. */
    public int held() {
        return source.held() + usages.held();
    }

    /** What the provider has reported so far. */
    public TokenUsage usage() {
        return usages.usage();
    }

    /** A guess at the tokens of what it has said so far. */
    public long textTokens() {
        return text.tokens();
    }

    /** Reads a frame; none is passed on as it is. Signs of life are passed on once something was said, for before another may be asked. */
    @Override
    public boolean keep(byte[] bytes, int from, int to) {
        if (!source.isOver() && !broken) {
            text.addAnswer(bytes, from, to);
            SseData.find(bytes, from, to).ifPresentOrElse(this::read, () -> {
                if (events.isUsed()) {
                    usages.alive();
                }
            });
        }
        return false;
    }

    /** Reads one of Amazon's messages: as the member of a union that its reference shows, by the name of its event or exception. */
    void message(Map<String, String> headers, byte[] payload) {
        if (source.isOver() || broken) {
            return;
        }
        text.addAnswer(payload, 0, payload.length);
        String name = switch (headers.getOrDefault(":message-type", "event")) {
            case "event" -> headers.getOrDefault(":event-type", "");
            case "exception" -> headers.getOrDefault(":exception-type", "");
            default -> ConverseToChat.FAULT; // the connection's, told in headers
        };
        String told = name.equals(ConverseToChat.FAULT)
                ? Trees.JSON
                        .createObjectNode()
                        .put("message", headers.getOrDefault(":error-message", ""))
                        .toString()
                : new String(payload, StandardCharsets.UTF_8);
        read("{" + Trees.JSON.writeValueAsString(name) + ":" + told + "}");
    }

    private void read(String data) {
        try {
            source.data(data);
        } catch (RuntimeException unreadable) { // Jackson's, or what a shape that nobody thought of leads to
            broken = true;
        }
    }
}
