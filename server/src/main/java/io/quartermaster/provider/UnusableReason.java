package io.quartermaster.provider;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a provider config, or a model that needs it, cannot be called now. */
public enum UnusableReason {
    PROVIDER_DISABLED("provider_disabled"),
    PROVIDER_NOT_CONFIGURED("provider_not_configured"),
    MISSING_API_KEY("missing_api_key"),
    USER_API_KEY_REQUIRED("user_api_key_required"),
    CREDENTIAL_UNREADABLE("credential_unreadable"),
    BASE_URL_REQUIRED("base_url_required"),
    PROTOCOL_NOT_SUPPORTED("protocol_not_supported"),
    MODEL_DISABLED("model_disabled"),
    MODEL_DELETED("model_deleted");

    private final String word;

    UnusableReason(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }
}
