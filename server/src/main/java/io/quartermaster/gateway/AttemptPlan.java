package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.model.ModelConfigId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The steps that a call may take, how far it has come along them, and what failed on the way. */
final class AttemptPlan {

    private static final String CIRCUIT_OPEN = "circuit_open";

    private List<Step> steps;
    private final List<Failure> failures = new ArrayList<>(0);
    private int index;
    private int tries;
    private int attempts;
    private boolean diverted;

    /** @param steps not empty */
    AttemptPlan(List<Step> steps) {
        this.steps = steps;
    }

    List<Step> steps() {
        return steps;
    }

    /** Before it begins: some steps are not open to the call. */
    void narrow(List<Step> open) {
        steps = open;
    }

    /** Goes to the first step whose circuit lets the call through; where none does, to the first of all, once. */
    void begin(Predicate<Step> mayTry) {
        int first = 0;
        while (first < steps.size() && !mayTry.test(steps.get(first))) {
            first++;
        }
        if (first == steps.size()) {
            tries = 1; // no second one: the provider is known to be in trouble
        } else {
            index = first;
            diverted = first > 0;
        }
    }

    Step step() {
        return steps.get(index);
    }

    void attempted() {
        attempts++;
        tries++;
    }

    int attempts() {
        return attempts;
    }

    void failed(Failure failure) {
        failures.add(failure);
    }

    List<Failure> failures() {
        return failures;
    }

    /** Whether the model that was asked for was passed over only because its circuit is open; then it is tried after all. */
    boolean turnedBack() {
        if (!diverted || !failures.isEmpty()) {
            return false;
        }
        diverted = false;
        index = 0;
        tries = 1;
        return true;
    }

    /** Passes over a fallback that cannot say what is asked; false when none is left. */
    boolean skipped(Predicate<Step> mayTry) {
        for (int next = index + 1; next < steps.size(); next++) {
            if (mayTry.test(steps.get(next))) {
                goOn(next);
                return true;
            }
        }
        return false;
    }

    /** Whether there is somebody else to ask. */
    boolean hasNext() {
        return index + 1 < steps.size();
    }

    void goOn(int next) {
        index = next;
        tries = 0;
    }

    /** @param left until a step's provider has had all its time */
    Failover.Position position(Function<Step, Duration> left) {
        return new Failover.Position(steps, index, tries, attempts, left);
    }

    /** The model that was asked for, and why another answers. */
    Optional<String> fallback(Step step) {
        return askedFor(step).map(_ -> {
            String why = failures.isEmpty() && diverted
                    ? CIRCUIT_OPEN
                    : failures.getFirst().kind().word();
            return steps.getFirst().route().header() + ";" + why;
        });
    }

    /** The model that was asked for, when another answers. */
    Optional<ModelConfigId> askedFor(Step step) {
        ModelConfigId first = steps.getFirst().route().model().id();
        return first.equals(step.route().model().id()) ? Optional.empty() : Optional.of(first);
    }
}
