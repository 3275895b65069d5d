package io.quartermaster.platform.http;

import java.util.Optional;

/** Finds the principal of a request; blocking code is welcome. Operations whose contract says {@code security: []} skip it. */
@FunctionalInterface
public interface AuthenticationHook {

    /**
     * The principal that the bearer token stands for.
     *
     * @throws Problem 401 when there is no token or it is not valid
     */
    Principal authenticate(Optional<String> bearer, RequestFacts facts);
}
