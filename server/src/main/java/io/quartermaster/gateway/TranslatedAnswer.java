package io.quartermaster.gateway;

import io.quartermaster.protocol.MessageStreamToChat;
import io.quartermaster.protocol.MessageToChat;
import io.quartermaster.protocol.SseScanner;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Turns an answer of Anthropic's messages into one of OpenAI's chat completions on its way: a stream event by event, else as a whole. */
final class TranslatedAnswer implements Answer {

    private final Answer chat;
    private final MessageStreamToChat events;
    private final SseScanner scanner;
    private final long createdSeconds;
    private final int most;
    private final Buffer whole = Buffer.buffer();
    private @Nullable AnswerHead head;
    private boolean over;

    /** @param most bytes of an answer that is no stream */
    TranslatedAnswer(Answer chat, long createdSeconds, int frameBytes, int most) {
        this.chat = chat;
        this.events = new MessageStreamToChat(createdSeconds);
        this.scanner = new SseScanner(frameBytes, events);
        this.createdSeconds = createdSeconds;
        this.most = most;
    }

    @Override
    public void head(AnswerHead head) {
        if (head.readable()) {
            this.head = head;
            chat.head(new AnswerHead(head.status(), head.headers(), -1, head.streamed(), true));
        } else {
            fail("compressed, though it was asked not to be");
        }
    }

    @Override
    public void piece(Buffer piece) {
        if (over || head == null) {
            return;
        }
        if (!head.streamed()) {
            whole.appendBuffer(piece);
            if (whole.length() > most) {
                fail("longer than " + most + " bytes");
            }
            return;
        }
        scanner.accept(piece.getBytes());
        byte[] chunks = events.take();
        if (chunks.length > 0) {
            chat.piece(Buffer.buffer(chunks));
        }
        if (scanner.overflowed()) {
            fail("an event is too long");
        }
    }

    @Override
    public void end() {
        if (over || head == null) {
            return;
        }
        if (head.streamed()) {
            if (events.isOver()) {
                over = true;
                chat.end();
            } else { // without message_stop it was cut, and must not look complete
                over = true;
                chat.failed(UpstreamFault.RESET, new IllegalStateException("the stream ended before its message did"));
            }
            return;
        }
        try {
            byte[] bytes = whole.getBytes();
            byte[] answer =
                    head.status() < 400 ? MessageToChat.translate(bytes, createdSeconds) : MessageToChat.translateError(bytes);
            over = true;
            chat.piece(Buffer.buffer(answer));
            chat.end();
        } catch (JacksonException malformed) {
            fail("no JSON");
        }
    }

    @Override
    public void failed(UpstreamFault fault, Throwable cause) {
        if (!over) {
            over = true;
            chat.failed(fault, cause);
        }
    }

    private void fail(String why) {
        failed(UpstreamFault.MALFORMED, new IllegalStateException("The answer to be translated is " + why));
    }
}
