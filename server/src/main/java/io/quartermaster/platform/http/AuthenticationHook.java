package io.quartermaster.platform.http;

/** Finds the principal of a request; blocking code is welcome. Operations whose contract says {@code security: []} skip it. */
@FunctionalInterface
public interface AuthenticationHook {

    /**
     * The principal that the credentials stand for.
     *
     * @throws Problem 401 when there are none or they are not valid, 403 when a write lacks the session's CSRF token
     */
    Principal authenticate(Credentials credentials, RequestFacts facts);
}
