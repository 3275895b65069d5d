package io.quartermaster.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the gateway's view of live models and defaults. */
final class ModelsViews {

    private ModelsViews() {}

    static ModelsView of(List<ModelFacts> live, Map<ModelType, DefaultModel> defaults, ShippedCatalogue shipped) {
        Map<ModelType, Optional<ModelConfigId>> chosen = new EnumMap<>(ModelType.class);
        defaults.forEach((type, current) -> chosen.put(type, current.modelConfigId()));
        return new ModelsView(live.stream().map(facts -> view(facts, shipped)).toList(), chosen);
    }

    private static ModelView view(ModelFacts facts, ShippedCatalogue shipped) {
        ModelConfig config = facts.config();
        return new ModelView(
                config.id(),
                config.type(),
                config.family(),
                config.model(),
                config.alias(),
                config.providerId(),
                config.createdAt(),
                config.terms(),
                ModelPricing.of(facts, shipped),
                mostOutput(facts, shipped));
    }

    /** What is said of the output, else of input and output together; an operator's word comes before the release's. */
    private static OptionalInt mostOutput(ModelFacts facts, ShippedCatalogue shipped) {
        ModelConfig config = facts.config();
        return facts.operatorMostOutput()
                .or(() -> shipped.find(new CatalogueKey(config.family(), config.model()))
                        .flatMap(known -> known.maxOutput().or(known::contextWindow)))
                .or(config::contextLimit)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }
}
