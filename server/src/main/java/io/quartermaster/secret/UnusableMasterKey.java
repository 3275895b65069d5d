package io.quartermaster.secret;

/** The master key is missing, malformed or not the one that wrapped this deployment's keys; the message is for the operator. */
public final class UnusableMasterKey extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnusableMasterKey(String message) {
        super(message);
    }
}
