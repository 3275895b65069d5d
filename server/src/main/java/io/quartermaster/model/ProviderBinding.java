package io.quartermaster.model;

import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderConfigs;
import io.quartermaster.provider.ProviderFamily;
import java.util.Optional;

/** Which provider configs a model may be bound to; decided in the tenant's turn, so that each is either here or gone. */
final class ProviderBinding {

    static final ProblemType PROVIDER_NOT_CONFIGURED =
            new ProblemType("provider-not-configured", 422, "The provider config cannot be used");

    private final ProviderConfigs providers;

    ProviderBinding(ProviderConfigs providers) {
        this.providers = providers;
    }

    /**
     * Checks what a model is to be bound to.
     *
     * @throws Problem 422 unless it exists in this tenant, is of the family, and enabled
     */
    void requireBindable(TenantTx tx, ProviderConfigId provider, ProviderFamily family) {
        Optional<ProviderConfigs.Bindable> found = providers.findBindable(tx, provider);
        if (found.isEmpty()) {
            throw notBindable("not_found", "There is no such provider config in this tenant.");
        }
        if (found.get().family() != family) {
            throw notBindable(
                    "other_family",
                    "The provider config belongs to the family "
                            + found.get().family().word() + ", the model to " + family.word() + ".");
        }
        if (!found.get().enabled()) {
            throw notBindable("disabled", "The provider config is disabled; enable it first.");
        }
    }

    /** As above, for what a model was bound to when it was deleted: that may be disabled, as it may for other models. */
    void requireStillThere(TenantTx tx, ProviderConfigId provider) {
        if (providers.findBindable(tx, provider).isEmpty()) {
            throw notBindable(
                    "gone",
                    "The provider config that this model was bound to is gone; name another one of its family in provider_id,"
                            + " or null for any.");
        }
    }

    private static Problem notBindable(String code, String advice) {
        return new Problem(PROVIDER_NOT_CONFIGURED, advice, new FieldError("provider_id", code, advice));
    }
}
