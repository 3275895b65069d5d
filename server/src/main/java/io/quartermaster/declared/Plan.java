package io.quartermaster.declared;

import io.quartermaster.declared.Step.Kind;
import java.util.List;
import java.util.function.Consumer;

/** What has to be done to a server so that it is as a file says, in the order in which it is done. */
public final class Plan {

    private final List<Step> steps;

    Plan(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Whether the server is anything but what the file says. */
    public boolean differs() {
        return count(Kind.CREATE) + count(Kind.CHANGE) + count(Kind.DELETE) > 0;
    }

    public void print(Consumer<String> out) {
        for (Step step : steps) {
            if (step.kind() != Kind.SAME) {
                out.accept(step.line() + (step.kind() == Kind.LEFT ? " (not in the file, left as it is)" : ""));
                step.details().forEach(detail -> out.accept("    " + detail));
            }
        }
        out.accept("Plan: " + count(Kind.CREATE) + " to create, " + count(Kind.CHANGE) + " to change, "
                + count(Kind.DELETE) + " to delete; " + count(Kind.SAME) + " as they should be, " + count(Kind.LEFT)
                + " not in the file.");
    }

    /**
     * Does it all, step by step.
     *
     * @throws CannotApply at the first step that is refused; what was done before it stays done
     */
    public void run() {
        List<Step> todo = steps.stream().filter(step -> step.kind().differs()).toList();
        for (int done = 0; done < todo.size(); done++) {
            Step step = todo.get(done);
            try {
                step.action().run();
            } catch (CannotApply refused) {
                throw new CannotApply((step.place().isEmpty() ? "" : step.place() + ": ") + step.subject() + ": "
                        + refused.getMessage() + "\nDone before that, and kept: " + done + " of " + todo.size()
                        + " steps. Mend it and apply the file again.");
            }
        }
    }

    private long count(Kind kind) {
        return steps.stream().filter(step -> step.kind() == kind).count();
    }
}
