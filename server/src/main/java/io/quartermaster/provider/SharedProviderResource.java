package io.quartermaster.provider;

import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.provider.SharedGrants.TenantConsequences;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The HTTP of shared providers. */
public final class SharedProviderResource {

    private final SharedProviders providers;

    public SharedProviderResource(SharedProviders providers) {
        this.providers = providers;
    }

    public void bind(Operations operations) {
        operations
                .on("listSharedProviders", this::list)
                .on("createSharedProvider", this::create)
                .on("readSharedProvider", this::read)
                .on("changeSharedProvider", this::change)
                .on("deleteSharedProvider", this::delete);
    }

    record NewSharedProvider(
            ProviderFamily family,
            String name,
            Optional<String> baseUrl,
            Optional<String> apiKey,
            Optional<JsonNode> credential,
            Optional<JsonNode> settings,
            Optional<Boolean> enabled) {

        @Override
        public String toString() {
            return "NewSharedProvider[" + family + ", " + name + "]"; // not the key
        }
    }

    /** What a deletion did in each tenant, or in a dry run would do. */
    record Deletion(boolean deleted, List<TenantConsequences> tenants) {}

    private Reply list(Call call) {
        return Reply.page(providers.list(call.principal(Caller.class), call.page()), provider -> provider);
    }

    private Reply create(Call call) {
        NewSharedProvider body = call.body(NewSharedProvider.class);
        JsonNode settings = body.settings().filter(JsonNode::isObject).orElse(ProviderInput.NO_SETTINGS);
        body.family().settingsSchema().require(settings, "settings");
        ShownSharedProvider created = providers.create(
                caller(call),
                new SharedDraft(
                        body.family(),
                        ProviderInput.name(body.name()),
                        body.baseUrl().filter(url -> !url.isBlank()).map(ProviderInput::baseUrl),
                        settings,
                        CredentialInput.read(
                                body.family(),
                                body.apiKey().filter(key -> !key.isBlank()).map(ProviderInput::apiKey),
                                body.credential().filter(JsonNode::isObject)),
                        body.enabled().orElse(true)));
        return Reply.created(created).withEtag(created.version());
    }

    private Reply read(Call call) {
        ShownSharedProvider provider = providers.read(call.principal(Caller.class), id(call));
        return Reply.ok(provider).withEtag(provider.version());
    }

    private Reply change(Call call) {
        SharedDraft.Changes changes = new SharedDraft.Changes(
                call.change("name", name -> ProviderInput.name(name.asString())),
                ProviderConfigResource.clearable(call, "base_url", ProviderInput::baseUrl),
                call.change("settings", settings -> settings),
                new ProviderDraft.CredentialChange(
                        ProviderConfigResource.clearable(call, "api_key", ProviderInput::apiKey),
                        call.change("credential", credential -> credential)),
                call.change("enabled", JsonNode::asBoolean));
        ShownSharedProvider provider = providers.change(caller(call), id(call), call.precondition(), changes);
        return Reply.ok(provider).withEtag(provider.version());
    }

    private Reply delete(Call call) {
        boolean dryRun = call.flag("dry_run");
        return Reply.ok(new Deletion(!dryRun, providers.delete(caller(call), id(call), call.precondition(), dryRun)));
    }

    static DeploymentCaller caller(Call call) {
        return new DeploymentCaller(call.principal(Caller.class), call.requestId());
    }

    static SharedProviderId id(Call call) {
        return SharedProviderId.parse(call.path("id")).orElseThrow();
    }
}
