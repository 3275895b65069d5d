package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.Credential;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import java.util.List;
import java.util.Optional;

/** Amazon Bedrock as a tenant's only provider, for the tests that call it. */
final class BedrockScene {

    static final String ID = "AKIA" + "CANARY0000000001"; // bin/check-sources takes it whole for a real one
    static final String SECRET = "canary/wJalrXUtnFEMI+bPxRfiCYEXAMPLEKEY";
    static final String MODEL = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String ARN =
            "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/ab12*cd~ 34";
    static final String ANSWER =
            "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"hé\"}]}},\"stopReason\":\"end_turn\","
                    + "\"usage\":{\"inputTokens\":8,\"outputTokens\":3,\"totalTokens\":16,\"cacheReadInputTokens\":5}}";

    private BedrockScene() {}

    /** The tenant has Bedrock and nothing else; with no credential the provider goes by what the server is at AWS. */
    static ProviderView configure(GatewayFixture gateway, Optional<Credential> credential) {
        gateway.tenant.clearModels();
        ProviderView provider = Views.bedrock(gateway.upstream.origin(), credential);
        gateway.tenant.providers(provider);
        for (String name : List.of(MODEL, ARN)) {
            gateway.tenant.model(
                    Views.model(ModelType.LLM, ProviderFamily.BEDROCK, name, Optional.empty(), Optional.empty()));
        }
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
        return provider;
    }

    /** A pair of keys; {@code more} fields of it. */
    static Optional<Credential> pair(String more) {
        return Optional.of(new Credential(
                CredentialForm.AWS_KEY_PAIR,
                new Sensitive(
                        "{\"access_key_id\":\"" + ID + "\",\"secret_access_key\":\"" + SECRET + "\"" + more + "}")));
    }

    static String chat(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"grüße\"}]" + more + "}";
    }
}
