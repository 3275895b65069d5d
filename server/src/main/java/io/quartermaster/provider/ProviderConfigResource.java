package io.quartermaster.provider;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.TenantCallers;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The HTTP of provider configs. */
public final class ProviderConfigResource {

    private final ProviderConfigs providers;
    private final TenantCallers callers;

    public ProviderConfigResource(ProviderConfigs providers, TenantCallers callers) {
        this.providers = providers;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("listProviders", this::list)
                .on("createProvider", this::create)
                .on("readProvider", this::read)
                .on("changeProvider", this::change)
                .on("deleteProvider", this::delete);
    }

    record NewProvider(
            ProviderFamily family,
            String name,
            Optional<String> baseUrl,
            Optional<String> apiKey,
            Optional<JsonNode> credential,
            Optional<JsonNode> settings,
            Optional<Boolean> enabled,
            Optional<Integer> priority,
            Optional<Boolean> centralKeyEnabled,
            Optional<Boolean> userKeyAllowed,
            Optional<Boolean> centralKeyFallback) {

        @Override
        public String toString() {
            return "NewProvider[" + family + ", " + name + "]"; // not the key
        }
    }

    /** What a deletion did, or in a dry run would do. */
    record Deletion(boolean deleted, @JsonUnwrapped Consequences consequences) {}

    private Reply list(Call call) {
        return Reply.page(providers.list(callers.of(call), call.page()), provider -> provider);
    }

    private Reply create(Call call) {
        NewProvider body = call.body(NewProvider.class);
        JsonNode settings = body.settings().filter(JsonNode::isObject).orElse(ProviderInput.NO_SETTINGS);
        body.family().settingsSchema().require(settings, "settings");
        ShownProvider created = providers.create(
                callers.of(call),
                new ProviderDraft(
                        body.family(),
                        ProviderInput.name(body.name()),
                        body.baseUrl().filter(url -> !url.isBlank()).map(ProviderInput::baseUrl),
                        settings,
                        CredentialInput.read(
                                body.family(),
                                body.apiKey().filter(key -> !key.isBlank()).map(ProviderInput::apiKey),
                                body.credential().filter(JsonNode::isObject)),
                        new CredentialPolicy(
                                body.centralKeyEnabled().orElse(true),
                                body.userKeyAllowed().orElse(false),
                                body.centralKeyFallback().orElse(false)),
                        body.enabled().orElse(true),
                        body.priority().orElse(ProviderDraft.DEFAULT_PRIORITY)));
        return Reply.created(created).withEtag(created.version());
    }

    private Reply read(Call call) {
        ShownProvider provider = providers.read(callers.of(call), id(call));
        return Reply.ok(provider).withEtag(provider.version());
    }

    private Reply change(Call call) {
        ProviderDraft.Changes changes = new ProviderDraft.Changes(
                call.change("name", name -> ProviderInput.name(name.asString())),
                clearable(call, "base_url", ProviderInput::baseUrl),
                call.change("settings", settings -> settings),
                new ProviderDraft.CredentialChange(
                        clearable(call, "api_key", ProviderInput::apiKey),
                        call.change("credential", credential -> credential)),
                call.change("enabled", JsonNode::asBoolean),
                call.change("priority", JsonNode::asInt),
                call.change("central_key_enabled", JsonNode::asBoolean),
                call.change("user_key_allowed", JsonNode::asBoolean),
                call.change("central_key_fallback", JsonNode::asBoolean));
        ShownProvider provider = providers.change(callers.of(call), id(call), call.precondition(), changes);
        return Reply.ok(provider).withEtag(provider.version());
    }

    private Reply delete(Call call) {
        boolean dryRun = call.flag("dry_run");
        Consequences consequences = providers.delete(callers.of(call), id(call), call.precondition(), dryRun);
        return Reply.ok(new Deletion(!dryRun, consequences));
    }

    /** A text that an empty one clears, as {@code null} does. */
    static <T> Change<T> clearable(Call call, String field, Function<String, T> parse) {
        return switch (call.change(field, JsonNode::asString)) {
            case Change.Set<String>(String text) -> text.isBlank() ? Change.clear() : Change.set(parse.apply(text));
            case Change.Clear<String> _ -> Change.clear();
            case Change.Keep<String> _ -> Change.keep();
        };
    }

    static ProviderConfigId id(Call call) {
        return ProviderConfigId.parse(call.path("provider")).orElseThrow();
    }
}
