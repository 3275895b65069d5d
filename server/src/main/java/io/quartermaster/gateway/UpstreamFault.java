package io.quartermaster.gateway;

/** What can go wrong with a provider, classified in one place. */
public enum UpstreamFault {
    ADDRESS_REFUSED(
            503,
            "provider_address_refused",
            "The provider's address is not a public one. An operator can allow its host (QM_ALLOWED_PRIVATE_HOSTS).",
            false),
    IDENTITY_UNAVAILABLE(
            503,
            "ambient_identity_unavailable",
            "This server has no identity at the provider's cloud now: no credentials were found in its environment, profile,"
                    + " container or instance. An operator must give it one, or the provider config needs a key of its own.",
            false),
    TOKEN_REFUSED(
            502,
            "upstream_token_refused",
            "Google gives no token for the service account of this provider config: its key is revoked or the account is"
                    + " gone. Its credential must be sent again.",
            false),
    TOKEN_UNAVAILABLE(
            502,
            "upstream_token_unavailable",
            "No token could be fetched for the service account of this provider config: Google's token service does not"
                    + " answer as it should.",
            false),
    UNRESOLVED(502, "upstream_unresolved", "The provider's host name has no address.", false),
    UNREACHABLE(502, "upstream_unreachable", "The provider could not be reached.", false),
    TLS_FAILED(
            502,
            "upstream_tls_failed",
            "No secure connection to the provider could be made; its certificate may be wrong.",
            false),
    RESET(502, "upstream_reset", "The provider closed the connection before its answer was complete.", false),
    MALFORMED(502, "upstream_malformed", "The provider's answer is not valid HTTP.", false),
    UNTRANSLATABLE(
            502,
            "upstream_untranslatable",
            "The provider's answer cannot be read, so it cannot be translated into this route's protocol.",
            false),
    NO_ROOM(503, "overloaded", "This node has no room for the provider's answer. Try again soon.", false),
    REDIRECTED(
            502,
            "upstream_redirect",
            "The provider answered with a redirection, which is not followed; its base URL must be the final one.",
            false),
    CONNECT_DEADLINE(504, "upstream_connect_timeout", "The provider could not be connected to in time.", true),
    FIRST_BYTE_DEADLINE(504, "upstream_first_byte_timeout", "The provider did not begin to answer in time.", true),
    FIRST_TOKEN_DEADLINE(
            504, "upstream_first_token_timeout", "The provider began to answer and said nothing in time.", true),
    IDLE_DEADLINE(504, "upstream_idle_timeout", "The provider's answer stopped in the middle.", true),
    TOTAL_DEADLINE(504, "upstream_total_timeout", "The provider's answer took too long as a whole.", true);

    private final int status;
    private final String code;
    private final String message;
    private final boolean deadline;

    UpstreamFault(int status, String code, String message, boolean deadline) {
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
        return deadline;
    }
}
