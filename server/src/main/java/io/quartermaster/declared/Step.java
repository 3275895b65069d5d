package io.quartermaster.declared;

import java.util.List;

/**
 * One difference between a file and a server, and how to end it.
 *
 * @param place where in the file it is asked for; empty for what the file does not name
 * @param details what differs, field by field; secrets only as a word
 */
record Step(Kind kind, String place, String subject, List<String> details, Action action) {

    /** What is done of it to the server. */
    interface Action {
        void run();
    }

    /** What becomes of the subject. */
    enum Kind {
        CREATE("+"),
        CHANGE("~"),
        DELETE("-"),
        SAME("="),
        LEFT("?");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        boolean differs() {
            return this == CREATE || this == CHANGE || this == DELETE;
        }
    }

    Step {
        details = List.copyOf(details);
    }

    static Step create(String place, String subject, List<String> details, Action action) {
        return new Step(Kind.CREATE, place, subject, details, action);
    }

    /** A change, or nothing to do when nothing differs. */
    static Step change(String place, String subject, List<String> details, Action action) {
        return details.isEmpty() ? same(place, subject) : new Step(Kind.CHANGE, place, subject, details, action);
    }

    static Step delete(String subject, Action action) {
        return new Step(Kind.DELETE, "", subject, List.of(), action);
    }

    static Step same(String place, String subject) {
        return new Step(Kind.SAME, place, subject, List.of(), () -> {});
    }

    static Step left(String subject) {
        return new Step(Kind.LEFT, "", subject, List.of(), () -> {});
    }

    String line() {
        return kind.sign + " " + subject;
    }
}
