package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;

/** What a call is authenticated with: a key, or the JSON of a structured credential. */
public record Credential(CredentialForm form, Sensitive secret) {

    public static Credential apiKey(Sensitive key) {
        return new Credential(CredentialForm.API_KEY, key);
    }
}
