package io.quartermaster.platform.http;

/** The server cannot listen; the message is one sentence that says why and what to do. */
public final class CannotServe extends RuntimeException {

    CannotServe(String message, Throwable cause) {
        super(message, cause);
    }
}
