package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What a client is told when every attempt came to nothing: the provider's own words where one was asked, and what each did where
 * several were.
 *
 * @param failures not empty, in order
 */
record LastWord(List<Failure> failures) {

    LastWord {
        failures = List.copyOf(failures);
    }

    /** Whom it is about: of several the one that was asked for. */
    Step step() {
        return told().step();
    }

    int status() {
        return told().status();
    }

    Outcome outcome() {
        return failures.getLast().kind() == FailureKind.TIMED_OUT ? Outcome.TIMED_OUT : Outcome.UPSTREAM_ERROR;
    }

    /** Whether no provider got as far as to be asked anything, so that there is no usage. */
    boolean calledNobody() {
        return failures.stream()
                .allMatch(failure -> failure instanceof Failure.Unanswered unanswered
                        && unanswered.fault().isBeforeAnyCall());
    }

    void tell(ClientEnd client, CallFacts facts) {
        if (several()) {
            client.refuse(Refusal.everyAttemptFailed(failures), Optional.of(facts));
            return;
        }
        switch (failures.getLast()) {
            case Failure.Answered answered ->
                client.whole(answered.head().withStatus(answered.status()), facts, answered.body());
            case Failure.Unanswered unanswered ->
                client.refuse(Refusal.upstream(unanswered.fault()), Optional.of(facts));
        }
    }

    private Failure told() {
        return several() ? failures.getFirst() : failures.getLast();
    }

    private boolean several() {
        Step first = failures.getFirst().step();
        return failures.stream().anyMatch(failure -> !failure.step().equals(first));
    }
}
