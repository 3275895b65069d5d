package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt.Header;
import java.util.List;

/**
 * A call as a client made it, its body aside.
 *
 * @param passed headers of the client for a provider of its protocol, in lower case
 * @param admittedNanos when its head arrived
 * @param waitedNanos how long the client took to send the body, which is no overhead of ours
 */
public record Incoming(
        String requestId,
        GatewayRoute route,
        Caller caller,
        List<Header> passed,
        long admittedNanos,
        long waitedNanos) {

    public static final String CONTENT_TYPE = "content-type";

    /** The content type of a form, which goes on with it; its scan asks nobody else for the boundary. */
    String formType() {
        return passed.stream()
                .filter(header -> header.name().equals(CONTENT_TYPE))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }
}
