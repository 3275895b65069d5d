package io.quartermaster.dify;

import java.util.List;
import java.util.UUID;

/** A tenant of Dify with what it has, as its tables say it. */
record DifyTenant(
        UUID id,
        String name,
        String status,
        List<Account> accounts,
        List<Provider> providers,
        List<Model> models,
        List<DefaultModel> defaults) {

    DifyTenant {
        accounts = List.copyOf(accounts);
        providers = List.copyOf(providers);
        models = List.copyOf(models);
        defaults = List.copyOf(defaults);
    }

    /** A row of {@code tenant_account_joins} with its account; the address is empty when there is no such account. */
    record Account(UUID joinId, String email, String name, String status, String role) {}

    /**
     * A row of {@code providers} or {@code provider_credentials}; a system one is Dify's own quota, which stays there.
     *
     * @param credential the id of the credential in use, or the name of the credential that this is
     */
    record Provider(String table, UUID id, String providerName, String providerType, String credential) {

        boolean isCredential() {
            return table.equals("provider_credentials");
        }
    }

    /** A row of {@code provider_models} or {@code provider_model_credentials}. */
    record Model(
            String table, UUID id, String providerName, String modelName, String modelType, String credentialName) {}

    /**
     * A row of {@code tenant_default_models}.
     *
     * @param kept the one of its type's rows that is kept, in whatever spelling they have the type
     */
    record DefaultModel(UUID id, String providerName, String modelName, String modelType, UUID kept) {}
}
