package io.quartermaster.gateway;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The client's end of a call: writes what it is given in the client's protocol. Used on the event loop of the call. */
public interface ClientEnd {

    /** Begins an answer whose body follows in pieces. */
    void begin(AnswerHead head, CallFacts facts);

    /** Writes a piece; false when the client is to be waited for: {@link Call#drained} tells when no longer. */
    boolean write(Buffer piece);

    /** Writes the last piece, which may be empty, and ends the answer. */
    void end(Buffer last);

    /** A whole answer at once. */
    void whole(AnswerHead head, CallFacts facts, Buffer body);

    /** An error in place of an answer; the facts are empty when no provider was called. */
    void refuse(Refusal refusal, Optional<CallFacts> facts);

    /** An error after the answer has begun: it must not look complete. */
    void breakOff(AnswerHead head, Refusal refusal);
}
