package io.quartermaster.gateway.snapshot;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.Credential;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderFamily;
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

    static Optional<Signing> of(ProviderView provider, ResolvedCredential.Found found) {
        if (provider.family() != ProviderFamily.BEDROCK) {
            return Optional.empty();
        }
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
