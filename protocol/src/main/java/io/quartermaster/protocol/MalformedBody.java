package io.quartermaster.protocol;

import java.util.Optional;

/** A request body that is refused before anything is sent; the message is for the client who sent it. */
public final class MalformedBody extends Exception {

    private final transient Optional<String> field;

    MalformedBody(String message, Optional<String> field) {
        super(message, null, false, false);
        this.field = field;
    }

    /** Something is wrong with a top-level field. */
    public static MalformedBody at(String field, String message) {
        return new MalformedBody(message, Optional.of(field));
    }

    /** Something is wrong with the whole. */
    public static MalformedBody of(String message) {
        return new MalformedBody(message, Optional.empty());
    }

    /** The top-level field that is at fault, where one is. */
    public Optional<String> field() {
        return field;
    }
}
