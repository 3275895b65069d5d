package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.Attempt.Header;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** A protocol that providers speak. Used on event loops. */
@FunctionalInterface
public interface Upstream {

    /** Sends a call; what becomes of it reaches {@code answer}, never before this method returns. */
    Sending send(Outgoing outgoing, Buffer body, Answer answer);

    /**
     * What is sent, its body aside.
     *
     * @param path added to the provider's base path
     * @param binary whether the answer may be no JSON
     * @param passed headers of the client
     * @param admittedNanos when the call began, for its total deadline
     */
    record Outgoing(
            Attempt attempt,
            String path,
            boolean streamed,
            boolean binary,
            List<Header> passed,
            long admittedNanos,
            CallDeadlines deadlines) {}

    /** A call on its way. */
    interface Sending {
        /** Stops reading the answer, so that the provider has to wait; its idle deadline waits too. */
        void pause();

        void resume();

        /** Ends the call at once, also while the provider is silent; nothing reaches the answer any more. */
        void cancel();

        /** When the request was handed to the connection, or 0. */
        long sentNanos();
    }
}
