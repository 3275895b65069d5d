package io.quartermaster.provider;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.Permission;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.platform.http.ValueSchema;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The HTTP of the families that this release knows, in their fixed order. */
public final class ProviderFamilyResource {

    private final Authorizer authorizer;
    private final DeploymentKeys deploymentKeys;

    public ProviderFamilyResource(Authorizer authorizer, DeploymentKeys deploymentKeys) {
        this.authorizer = authorizer;
        this.deploymentKeys = deploymentKeys;
    }

    public void bind(Operations operations) {
        operations.on("listProviderFamilies", this::list);
    }

    record ShownFamily(
            ProviderFamily family,
            String displayName,
            ProviderFamily.CredentialKind credentialKind,
            boolean deploymentKey,
            Optional<URI> defaultBaseUrl,
            JsonNode settingsSchema,
            Set<CredentialForm> credentialForms,
            JsonNode optionsSchema,
            Optional<JsonNode> credentialSchema) {}

    private Reply list(Call call) {
        authorizer.require(call.principal(Caller.class), Permission.READ_FAMILIES);
        List<ProviderFamily> families = List.of(ProviderFamily.values());
        return Reply.page(
                Page.whole(families),
                family -> new ShownFamily(
                        family,
                        family.displayName(),
                        family.credentialKind(),
                        deploymentKeys.exists(family),
                        deploymentKeys.baseUrl(family),
                        family.settingsSchema().json(),
                        family.credentialForms(),
                        family.optionsSchema().json(),
                        family.credentialSchema().map(ValueSchema::json)));
    }
}
