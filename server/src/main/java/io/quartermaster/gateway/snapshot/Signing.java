package io.quartermaster.gateway.snapshot;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.Credential;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ResolvedCredential;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a call must be signed with, where no header does that is the same for every call. */
public sealed interface Signing {

    /** By a key pair of AWS; a token goes with one that is temporary. */
    record AwsKeyPair(String region, String accessKeyId, Sensitive secretAccessKey, Optional<Sensitive> sessionToken)
            implements Signing {}

    /** By the identity that this server has at AWS. */
    record AwsIdentity(String region) implements Signing {}

    /**
     * By a token of Google's for a service account, whose calls go to Vertex AI.
     *
     * @param project that calls are charged to
     */
    record GoogleAccount(String project, String location, String email, String keyId, Sensitive privateKey)
            implements Signing {}

    static Optional<Signing> of(ProviderView provider, ResolvedCredential.Found found) {
        return switch (provider.family()) {
            case BEDROCK -> amazon(provider, found);
            case GOOGLE ->
                found.credential()
                        .filter(credential -> credential.form() == CredentialForm.SERVICE_ACCOUNT)
                        .map(credential -> account(provider.settings(), credential));
            case OPENAI, ANTHROPIC, AZURE, OPENAI_COMPATIBLE, OPENROUTER, VERCEL, COHERE, OLLAMA -> Optional.empty();
        };
    }

    private static GoogleAccount account(JsonNode settings, Credential credential) {
        JsonNode account = Json.tree(credential.secret().reveal());
        return new GoogleAccount(
                settings.path("project").asString(account.path("project_id").asString("")),
                settings.path("location").asString("global"),
                account.path("client_email").asString(""),
                account.path("private_key_id").asString(""),
                new Sensitive(account.path("private_key").asString("")));
    }

    private static Optional<Signing> amazon(ProviderView provider, ResolvedCredential.Found found) {
        String region = provider.settings().path("region").asString("");
        return found.source() == CredentialSource.AMBIENT
                ? Optional.of(new AwsIdentity(region))
                : found.credential()
                        .filter(credential -> credential.form() == CredentialForm.AWS_KEY_PAIR)
                        .map(credential -> keyPair(region, credential));
    }

    private static Signing keyPair(String region, Credential credential) {
        JsonNode pair = Json.tree(credential.secret().reveal());
        return new AwsKeyPair(
                region,
                pair.path("access_key_id").asString(""),
                new Sensitive(pair.path("secret_access_key").asString("")),
                Optional.of(pair.path("session_token"))
                        .filter(JsonNode::isString)
                        .map(token -> new Sensitive(token.stringValue())));
    }
}
