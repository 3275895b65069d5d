package io.quartermaster.model;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.TenantCallers;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** The HTTP of default models. */
public final class DefaultModelResource {

    static final ProblemType NOT_SELECTABLE =
            new ProblemType("model_not_selectable", 422, "The model cannot be the default");

    private final DefaultModels defaults;
    private final TenantCallers callers;

    public DefaultModelResource(DefaultModels defaults, TenantCallers callers) {
        this.defaults = defaults;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("listDefaultModels", this::list)
                .on("setDefaultModels", this::setAll)
                .on("readDefaultModel", this::read)
                .on("setDefaultModel", this::set)
                .on("unpinDefaultModel", this::unpin);
    }

    record Entry(String modelType, Optional<ModelConfigId> modelId) {}

    record Entries(List<Entry> defaultModels) {}

    record One(Optional<ModelConfigId> modelId) {}

    private Reply list(Call call) {
        return Reply.page(Page.whole(defaults.list(callers.of(call))), shown -> shown);
    }

    private Reply setAll(Call call) {
        List<Entry> entries = call.body(Entries.class).defaultModels();
        Set<ModelType> seen = EnumSet.noneOf(ModelType.class);
        for (int index = 0; index < entries.size(); index++) {
            String field = field(index, "model_type");
            ModelType type = ModelTypes.require(entries.get(index).modelType(), field);
            if (!seen.add(type)) {
                String advice = "The type " + type.word() + " is listed twice.";
                throw new Problem(ProblemType.INVALID_REQUEST, advice, new FieldError(field, "repeated", advice));
            }
        }
        List<DefaultModels.Choice> choices = entries.stream()
                .map(entry -> new DefaultModels.Choice(
                        ModelType.parse(entry.modelType()).orElseThrow(), entry.modelId()))
                .toList();
        return switch (defaults.pinAll(callers.of(call), choices)) {
            case SetDefaultOutcome.Done(var shown) -> Reply.page(Page.whole(shown), each -> each);
            case SetDefaultOutcome.Stale(var current) -> throw stale(current);
            case SetDefaultOutcome.NotSelectable(var refusals) ->
                throw notSelectable(refusals, index -> field(index, "model_id"));
        };
    }

    private Reply read(Call call) {
        return reply(defaults.read(callers.of(call), type(call)));
    }

    private Reply set(Call call) {
        DefaultModels.Choice choice =
                new DefaultModels.Choice(type(call), call.body(One.class).modelId());
        return reply(defaults.pin(callers.of(call), choice, call.precondition()));
    }

    private Reply unpin(Call call) {
        return reply(defaults.unpin(callers.of(call), type(call), call.precondition()));
    }

    private static Reply reply(SetDefaultOutcome outcome) {
        return switch (outcome) {
            case SetDefaultOutcome.Done(var shown) -> reply(shown.getFirst());
            case SetDefaultOutcome.Stale(var current) -> throw stale(current);
            case SetDefaultOutcome.NotSelectable(var refusals) -> throw notSelectable(refusals, index -> "model_id");
        };
    }

    private static Reply reply(ShownDefaultModel shown) {
        Reply reply = Reply.ok(shown);
        return shown.version().map(reply::withEtag).orElse(reply);
    }

    private static Problem stale(ShownDefaultModel current) {
        return new Problem(ProblemType.STALE, "The default was changed meanwhile; look at the current one and decide.")
                .with("current", current);
    }

    private static Problem notSelectable(List<SetDefaultOutcome.Refusal> refusals, IntFunction<String> field) {
        return new Problem(
                NOT_SELECTABLE,
                refusals.getFirst().advice(),
                refusals.stream()
                        .map(refusal -> new FieldError(
                                field.apply(refusal.index()), refusal.cause().code(), refusal.advice()))
                        .toList());
    }

    private static String field(int index, String name) {
        return "default_models[" + index + "]." + name;
    }

    private static ModelType type(Call call) {
        return ModelTypes.require(call.path("type"), "path.type");
    }
}
