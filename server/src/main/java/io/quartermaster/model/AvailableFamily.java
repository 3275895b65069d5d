package io.quartermaster.model;

import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.UnusableReason;
import java.util.List;
import java.util.Optional;

/**
 * A family and what can be used of it now.
 *
 * @param reason why nothing can: that of a provider config, or {@code no_models}
 * @param advice what to do about it
 */
record AvailableFamily(
        ProviderFamily family,
        String displayName,
        boolean usable,
        Optional<String> reason,
        Optional<String> advice,
        List<ShownModel> models) {

    static AvailableFamily with(ProviderFamily family, List<ShownModel> models) {
        return new AvailableFamily(family, family.displayName(), true, Optional.empty(), Optional.empty(), models);
    }

    /** @param reason empty when a provider could serve, and only a model config is missing */
    static AvailableFamily without(ProviderFamily family, Optional<UnusableReason> reason) {
        return new AvailableFamily(
                family,
                family.displayName(),
                false,
                Optional.of(reason.map(UnusableReason::word).orElse("no_models")),
                Optional.of(reason.map(why -> advice(family, why))
                        .orElse("Add a model config of this family, or enable one.")),
                List.of());
    }

    private static String advice(ProviderFamily family, UnusableReason reason) {
        String name = family.displayName();
        return switch (reason) {
            case PROVIDER_NOT_CONFIGURED -> "Add a provider config for " + name + ".";
            case PROVIDER_DISABLED -> "Enable a provider config of " + name + ".";
            case MISSING_API_KEY -> "Give a provider config of " + name + " its API key.";
            case USER_API_KEY_REQUIRED -> "Add your own API key for " + name + ".";
            case CREDENTIAL_UNREADABLE -> "Send the API key of " + name + " again: the stored one cannot be read.";
            case BASE_URL_REQUIRED -> "Give a provider config of " + name + " its base URL.";
            case PROTOCOL_NOT_SUPPORTED ->
                "This release cannot call " + name + " this way yet; use a plain API key, or choose another family.";
            case MODEL_DISABLED, MODEL_DELETED -> "Enable or restore a model of " + name + ".";
        };
    }
}
