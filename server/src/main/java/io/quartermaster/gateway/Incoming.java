package io.quartermaster.gateway;

import java.util.Optional;

/**
 * A call as a client made it, its body aside.
 *
 * @param beta the {@code OpenAI-Beta} header
 * @param admittedNanos when its head arrived
 * @param waitedNanos how long the client took to send the body, which is no overhead of ours
 */
public record Incoming(
        String requestId,
        GatewayRoute route,
        Caller caller,
        Optional<String> beta,
        long admittedNanos,
        long waitedNanos) {}
