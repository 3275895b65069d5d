package io.quartermaster.gateway;

import io.vertx.core.buffer.Buffer;

/** Takes a provider's answer as it arrives, on the event loop of the call. After {@link #end} or {@link #failed} nothing comes. */
public interface Answer {

    void head(AnswerHead head);

    void piece(Buffer piece);

    void end();

    /** Whether it has said something, of which a stream's first events need not be. */
    default boolean hasSpoken() {
        return true;
    }

    /** {@code cause} is for the log. */
    void failed(UpstreamFault fault, Throwable cause);
}
