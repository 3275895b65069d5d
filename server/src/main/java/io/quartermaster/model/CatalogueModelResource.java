package io.quartermaster.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.ProviderFamily;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The HTTP of the catalogue. */
public final class CatalogueModelResource {

    private final CatalogueModels catalogue;

    public CatalogueModelResource(CatalogueModels catalogue) {
        this.catalogue = catalogue;
    }

    public void bind(Operations operations) {
        operations
                .on("listCatalogueModels", this::list)
                .on("readCatalogueModel", this::read)
                .on("putCatalogueModel", this::put)
                .on("deleteCatalogueModel", this::delete);
    }

    /** A price of the history as it is shown. */
    record ShownPrice(long version, String source, Optional<Prices> prices, Instant createdAt, String createdBy) {}

    /** A model with its history. */
    record ModelWithHistory(@JsonUnwrapped ShownCatalogueModel model, List<ShownPrice> priceHistory) {}

    private Reply list(Call call) {
        return Reply.page(
                catalogue.list(
                        call.principal(Caller.class),
                        call.page(),
                        call.query("family")
                                .map(family -> ProviderFamily.parse(family).orElseThrow()),
                        call.query("model_type").map(type -> ModelTypes.require(type, "query.model_type"))),
                model -> model);
    }

    private Reply read(Call call) {
        CatalogueModels.WithHistory found = catalogue.read(call.principal(Caller.class), key(call));
        List<ShownPrice> history = found.history().stream()
                .map(row -> new ShownPrice(
                        row.version(), row.byOperator() ? "operator" : "shipped", row.prices(), row.at(), row.by()))
                .toList();
        return tagged(Reply.ok(new ModelWithHistory(found.model(), history)), found.model());
    }

    private Reply put(Call call) {
        JsonNode body = call.body();
        CatalogueModel model = new CatalogueModel(
                key(call),
                ModelTypes.require(body.path("model_type").asString(), "model_type"),
                call.change("display_name", JsonNode::asString)
                        .given()
                        .map(String::strip)
                        .filter(name -> !name.isEmpty()),
                call.change("context_window", JsonNode::asInt).given(),
                call.change("max_output", JsonNode::asInt).given(),
                body.path("capabilities")
                        .valueStream()
                        .map(word -> Capability.of(word.asString()))
                        .toList(),
                Optional.empty());
        ShownCatalogueModel after = catalogue.put(
                caller(call),
                model,
                call.change("prices", prices -> Json.read(prices, Prices.class)),
                call.precondition());
        return tagged(Reply.ok(after), after);
    }

    private Reply delete(Call call) {
        catalogue.delete(caller(call), key(call), call.precondition());
        return Reply.noContent();
    }

    private static Reply tagged(Reply reply, ShownCatalogueModel model) {
        return model.version().map(reply::withEtag).orElse(reply);
    }

    private static DeploymentCaller caller(Call call) {
        return new DeploymentCaller(call.principal(Caller.class), call.requestId());
    }

    private static CatalogueKey key(Call call) {
        String name = call.path("name");
        if (name.isBlank() || !name.equals(name.strip())) {
            String advice = "The model's name must not be blank, or begin or end with a space.";
            throw new Problem(ProblemType.INVALID_REQUEST, advice, new FieldError("path.name", "blank", advice));
        }
        return new CatalogueKey(ProviderFamily.parse(call.path("family")).orElseThrow(), name);
    }
}
