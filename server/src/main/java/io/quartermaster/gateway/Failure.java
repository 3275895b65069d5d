package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/** An attempt that came to nothing the client has seen. */
sealed interface Failure {

    Step step();

    FailureKind kind();

    /** The status for the client, were this the only attempt. */
    int status();

    /** What the provider wants waited for. */
    Optional<Duration> retryAfter();

    /** The provider answered, with an error; whole, as it may be passed on. */
    record Answered(
            Step step, FailureKind kind, int status, Optional<Duration> retryAfter, AnswerHead head, Buffer body)
            implements Failure {}

    /** The provider gave no whole answer. */
    record Unanswered(Step step, UpstreamFault fault) implements Failure {

        @Override
        public FailureKind kind() {
            return FailureKind.of(fault);
        }

        @Override
        public int status() {
            return fault.status();
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.empty();
        }
    }
}
