package io.quartermaster.declared;

import java.util.List;

/** A file that says what cannot be, or a server that cannot be asked; each problem is a sentence that names its place. */
public final class CannotApply extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public CannotApply(List<String> problems) {
        super(String.join("\n", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public CannotApply(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}
