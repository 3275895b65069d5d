package io.quartermaster.gateway;

import io.quartermaster.provider.DeadlinePart;
import java.util.Optional;

/** What can go wrong with a provider, classified in one place. */
public enum UpstreamFault {
    ADDRESS_REFUSED(
            503,
            "provider_address_refused",
            "The provider's address is not a public one. An operator can allow its host (QM_ALLOWED_PRIVATE_HOSTS)."),
    IDENTITY_UNAVAILABLE(
            503,
            "ambient_identity_unavailable",
            "This server has no identity at the provider's cloud now: no credentials were found in its environment, profile,"
                    + " container or instance. An operator must give it one, or the provider config needs a key of its own."),
    TOKEN_REFUSED(
            502,
            "upstream_token_refused",
            "Google gives no token for the service account of this provider config: its key is revoked or the account is"
                    + " gone. Its credential must be sent again."),
    TOKEN_UNAVAILABLE(
            502,
            "upstream_token_unavailable",
            "No token could be fetched for the service account of this provider config: Google's token service does not"
                    + " answer as it should."),
    UNRESOLVED(502, "upstream_unresolved", "The provider's host name has no address."),
    UNREACHABLE(502, "upstream_unreachable", "The provider could not be reached."),
    TLS_FAILED(
            502,
            "upstream_tls_failed",
            "No secure connection to the provider could be made; its certificate may be wrong."),
    RESET(502, "upstream_reset", "The provider closed the connection before its answer was complete."),
    MALFORMED(502, "upstream_malformed", "The provider's answer is not valid HTTP."),
    UNTRANSLATABLE(
            502,
            "upstream_untranslatable",
            "The provider's answer cannot be read, so it cannot be translated into this route's protocol."),
    NO_ROOM(503, "overloaded", "This node has no room for the provider's answer. Try again soon."),
    REDIRECTED(
            502,
            "upstream_redirect",
            "The provider answered with a redirection, which is not followed; its base URL must be the final one."),
    CONNECT_DEADLINE(
            504, "upstream_connect_timeout", "The provider could not be connected to in time.", DeadlinePart.CONNECT),
    FIRST_BYTE_DEADLINE(
            504,
            "upstream_first_byte_timeout",
            "The provider did not begin to answer in time.",
            DeadlinePart.FIRST_BYTE),
    FIRST_TOKEN_DEADLINE(
            504,
            "upstream_first_token_timeout",
            "The provider began to answer and said nothing in time.",
            DeadlinePart.FIRST_TOKEN),
    IDLE_DEADLINE(504, "upstream_idle_timeout", "The provider's answer stopped in the middle.", DeadlinePart.IDLE),
    TOTAL_DEADLINE(
            504, "upstream_total_timeout", "The provider's answer took too long as a whole.", DeadlinePart.TOTAL);

    private final int status;
    private final String code;
    private final String message;
    private final Optional<DeadlinePart> deadline;

    UpstreamFault(int status, String code, String message) {
        this(status, code, message, Optional.empty());
    }

    UpstreamFault(int status, String code, String message, DeadlinePart deadline) {
        this(status, code, message, Optional.of(deadline));
    }

    UpstreamFault(int status, String code, String message, Optional<DeadlinePart> deadline) {
        this.status = status;
        this.code = code;
        this.message = message;
        this.deadline = deadline;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String message() {
        return message;
    }

    /** Whether nobody was called, so that nothing can have been used. */
    boolean isBeforeAnyCall() {
        return switch (this) {
            case ADDRESS_REFUSED, UNRESOLVED, IDENTITY_UNAVAILABLE, TOKEN_REFUSED, TOKEN_UNAVAILABLE -> true;
            case UNREACHABLE,
                    TLS_FAILED,
                    RESET,
                    MALFORMED,
                    UNTRANSLATABLE,
                    NO_ROOM,
                    REDIRECTED,
                    CONNECT_DEADLINE,
                    FIRST_BYTE_DEADLINE,
                    FIRST_TOKEN_DEADLINE,
                    IDLE_DEADLINE,
                    TOTAL_DEADLINE -> false;
        };
    }

    public boolean isDeadline() {
        return deadline.isPresent();
    }

    /** What took too long, where that is the fault. */
    Optional<DeadlinePart> deadline() {
        return deadline;
    }
}
