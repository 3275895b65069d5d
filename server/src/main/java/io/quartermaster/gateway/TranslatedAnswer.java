package io.quartermaster.gateway;

import io.quartermaster.protocol.TextCount;
import io.quartermaster.protocol.translation.Framing;
import io.quartermaster.protocol.translation.StreamTranslation;
import io.quartermaster.protocol.translation.Translation;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Turns a provider's answer into one of the client's protocol on its way: a stream event by event, else as a whole. What it holds is counted as request bodies are. There is no passing on of what cannot be translated, so beyond a bound the answer fails.
 */
final class TranslatedAnswer implements Answer {

    private final Call call;
    private final AttemptAnswer told;
    private final Translation translation;
    private final StreamTranslation events;
    private Framing framing;
    private boolean streamed;
    private Buffer whole = Buffer.buffer();
    private int room;
    private @Nullable AnswerHead head;
    private boolean over;

    TranslatedAnswer(Call call, AttemptAnswer told, Translation translation) {
        this.call = call;
        this.told = told;
        this.translation = translation;
        this.events = translation.stream();
        this.framing = Framing.ofServerSentEvents(call.limits().frameBytes(), events);
    }

    @Override
    public boolean hasSpoken() {
        return told.hasSpoken();
    }

    /** Nothing of it is wanted any more. */
    void drop() {
        over();
    }

    @Override
    public void head(AnswerHead head) {
        if (head.readable()) {
            this.head = head;
            boolean binary = isBinaryStream(head);
            if (binary) {
                framing = Framing.ofEventStream(call.limits().frameBytes(), events);
            }
            streamed = head.streamed() || binary;
            told.head(new AnswerHead(head.status(), headers(head), -1, streamed, true));
        } else {
            fail(UpstreamFault.UNTRANSLATABLE, "compressed, though it was asked not to be");
        }
    }

    private static boolean isBinaryStream(AnswerHead head) {
        String type = head.headers().get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(Framing.EVENT_STREAM);
    }

    /** An error may have been a page; it will be JSON. */
    private MultiMap headers(AnswerHead head) {
        return head.streamed()
                ? head.headers()
                : HttpHeaders.headers()
                        .addAll(head.headers())
                        .set(HttpHeaders.CONTENT_TYPE, streamed ? "text/event-stream" : "application/json");
    }

    @Override
    public void piece(Buffer piece) {
        if (over || head == null) {
            return;
        }
        if (streamed) {
            translate(piece);
        } else if (whole.length() + piece.length() > call.limits().bodyBytes()) { // it is read like one
            fail(UpstreamFault.UNTRANSLATABLE, "too long");
        } else if (fits(whole.length() + piece.length())) {
            whole.appendBuffer(piece);
        }
    }

    private void translate(Buffer piece) {
        framing.accept(piece.getBytes());
        passOn();
        if (over) { // the client left while it was written to
            return;
        }
        if (framing.isBroken() || events.isBroken()) {
            fail(UpstreamFault.UNTRANSLATABLE, "an event that is too long or not what it should be");
        } else if (events.isOver()) { // the client need not wait for the connection's end
            over();
            told.end();
        } else {
            fits(framing.held() + events.held());
        }
    }

    private void passOn() {
        told.reports(events.usage(), events.textTokens());
        byte[] chunks = events.take();
        if (chunks.length > 0) {
            told.piece(Buffer.buffer(chunks));
        }
    }

    private boolean fits(int held) {
        if (held < room) {
            leave();
        }
        if (held != room && !call.admission().tryGrow(room, held)) {
            fail(UpstreamFault.NO_ROOM, "more than this node has room for");
            return false;
        }
        room = held;
        return true;
    }

    private void leave() {
        call.admission().shrink(room);
        room = 0;
    }

    @Override
    public void end() {
        if (over || head == null) {
            return;
        }
        if (streamed) {
            if (events.end()) {
                passOn();
                over();
                told.end();
            } else { // it was cut, and must not look complete
                fail(UpstreamFault.RESET, "a stream that ended before its message did");
            }
            return;
        }
        try {
            byte[] bytes = whole.getBytes();
            byte[] answer = head.status() < 400 ? answer(bytes) : translation.error(bytes, head.status());
            over();
            told.piece(Buffer.buffer(answer));
            told.end();
        } catch (JacksonException malformed) {
            fail(UpstreamFault.UNTRANSLATABLE, "not the JSON it should be");
        }
    }

    private byte[] answer(byte[] bytes) {
        TextCount text = new TextCount();
        text.addAnswer(bytes, 0, bytes.length);
        Translation.Whole answer = translation.answer(bytes);
        told.reports(answer.tokens(), text.tokens());
        return answer.body();
    }

    /** A stream whose message has ended is whole, however its connection ends. */
    @Override
    public void failed(UpstreamFault fault, Throwable cause) {
        if (over) {
            return;
        }
        boolean whole = head != null && streamed && events.end();
        if (whole) {
            passOn();
        }
        over();
        if (whole) {
            told.end();
        } else {
            told.failed(fault, cause);
        }
    }

    private void fail(UpstreamFault fault, String why) {
        call.cancelAttempt();
        failed(fault, new IllegalStateException("The answer to be translated is " + why));
    }

    private void over() {
        over = true;
        whole = Buffer.buffer();
        leave();
    }
}
