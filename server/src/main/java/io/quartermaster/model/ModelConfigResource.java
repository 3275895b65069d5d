package io.quartermaster.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.Consequences;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.tenant.TenantCallers;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The HTTP of model configs. */
public final class ModelConfigResource {

    private final ModelConfigs models;
    private final TenantCallers callers;

    public ModelConfigResource(ModelConfigs models, TenantCallers callers) {
        this.models = models;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("listModels", this::list)
                .on("createModel", this::create)
                .on("readModel", this::read)
                .on("changeModel", this::change)
                .on("deleteModel", this::delete)
                .on("restoreModel", this::restore);
    }

    record NewModel(
            ProviderFamily family,
            String model,
            String modelType,
            Optional<String> alias,
            Optional<String> displayName,
            Optional<ProviderConfigId> providerId,
            Optional<Boolean> enabled,
            Optional<Integer> contextLimit,
            Optional<Integer> compressionThreshold,
            Optional<ModelOptions> options,
            Optional<Prices> prices,
            Optional<List<ModelConfigId>> fallbacks,
            Optional<Boolean> makeDefault) {}

    /** A model after a change, with what the change brought about. */
    record ChangedModel(@JsonUnwrapped ShownModel model, Consequences consequences) {}

    /** What a deletion did, or in a dry run would do. */
    record Deletion(boolean deleted, @JsonUnwrapped Consequences consequences) {}

    private Reply list(Call call) {
        ModelFilter filter = new ModelFilter(
                call.query("model_type").map(type -> ModelTypes.require(type, "query.model_type")),
                call.query("family").map(family -> ProviderFamily.parse(family).orElseThrow()),
                call.query("provider_id").map(id -> ProviderConfigId.parse(id).orElseThrow()),
                call.flag("deleted"));
        return Reply.page(models.list(callers.of(call), call.page(), filter), model -> model);
    }

    private Reply create(Call call) {
        NewModel body = call.body(NewModel.class);
        ShownModel created = models.create(
                callers.of(call),
                new ModelDraft(
                        body.family(),
                        name(body.model()),
                        ModelTypes.require(body.modelType(), "model_type"),
                        body.alias().filter(alias -> !alias.isBlank()).map(ModelAlias::parse),
                        body.displayName().map(String::strip).filter(name -> !name.isEmpty()),
                        body.providerId(),
                        body.enabled().orElse(true),
                        body.contextLimit(),
                        body.compressionThreshold().orElse(ModelDraft.DEFAULT_COMPRESSION_THRESHOLD),
                        new ModelTerms(
                                body.options().orElse(ModelOptions.NONE).requireAllowedBy(body.family()),
                                body.prices(),
                                body.fallbacks().orElse(List.of())),
                        body.makeDefault().orElse(false)));
        return Reply.created(created).withEtag(created.version());
    }

    private Reply read(Call call) {
        ShownModel model = models.read(callers.of(call), id(call));
        return Reply.ok(model).withEtag(model.version());
    }

    private Reply change(Call call) {
        ModelDraft.Changes changes = new ModelDraft.Changes(
                call.change("model", name -> name(name.asString())),
                cleared(call, "alias").map(ModelAlias::parse),
                cleared(call, "display_name").map(String::strip),
                providerId(call),
                call.change("enabled", JsonNode::asBoolean),
                call.change("context_limit", JsonNode::asInt),
                call.change("compression_threshold", JsonNode::asInt),
                call.change("options", ModelOptions::new),
                call.change("prices", prices -> Json.read(prices, Prices.class)),
                call.change("fallbacks", ModelConfigResource::ids),
                call.change("make_default", JsonNode::asBoolean).or(false, false));
        ModelConfigs.Changed changed = models.change(callers.of(call), id(call), call.precondition(), changes);
        return Reply.ok(new ChangedModel(changed.model(), changed.consequences()))
                .withEtag(changed.model().version());
    }

    private Reply delete(Call call) {
        boolean dryRun = call.flag("dry_run");
        Consequences consequences = models.delete(callers.of(call), id(call), call.precondition(), dryRun);
        return Reply.ok(new Deletion(!dryRun, consequences));
    }

    private Reply restore(Call call) {
        ShownModel restored = models.restore(callers.of(call), id(call), call.precondition(), providerId(call));
        return Reply.ok(restored).withEtag(restored.version());
    }

    private static Change<ProviderConfigId> providerId(Call call) {
        return call.change(
                "provider_id", id -> ProviderConfigId.parse(id.asString()).orElseThrow());
    }

    private static List<ModelConfigId> ids(JsonNode list) {
        return list.valueStream()
                .map(id -> ModelConfigId.parse(id.asString()).orElseThrow())
                .toList();
    }

    /** A text that an empty one clears, as {@code null} does. */
    private static Change<String> cleared(Call call, String field) {
        Change<String> change = call.change(field, JsonNode::asString);
        return change.given().filter(String::isBlank).isPresent() ? Change.clear() : change;
    }

    private static String name(String text) {
        String name = text.strip();
        if (name.isEmpty()) {
            String advice = "The model's name must not be blank.";
            throw new Problem(ProblemType.INVALID_REQUEST, advice, new FieldError("model", "blank", advice));
        }
        return name;
    }

    private static ModelConfigId id(Call call) {
        return ModelConfigId.parse(call.path("model")).orElseThrow();
    }
}
