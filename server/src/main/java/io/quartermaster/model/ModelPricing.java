package io.quartermaster.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which prices count for a model config, and where they come from: the tenant, else the catalogue, where operators come first.
 *
 * @param version of the tenant's model config or of the operators' price; empty for the release's own prices and for none
 */
public record ModelPricing(Source source, OptionalLong version, Optional<Prices> prices) {

    public static final ModelPricing NONE = new ModelPricing(Source.NONE, OptionalLong.empty(), Optional.empty());

    /** Who said it. */
    public enum Source {
        TENANT("tenant"),
        CATALOGUE("catalogue"),
        NONE("none");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        @JsonValue
        public String word() {
            return word;
        }
    }

    static ModelPricing of(ModelFacts facts, ShippedCatalogue shipped) {
        ModelConfig config = facts.config();
        Optional<Prices> own = config.terms().prices();
        if (own.isPresent()) {
            return new ModelPricing(Source.TENANT, OptionalLong.of(config.version()), own);
        }
        if (facts.operatorPrice().isPresent()) {
            ModelFacts.OperatorPrice word = facts.operatorPrice().get();
            return catalogue(OptionalLong.of(word.version()), word.prices());
        }
        Optional<Prices> release =
                shipped.find(new CatalogueKey(config.family(), config.model())).flatMap(CatalogueModel::prices);
        return catalogue(OptionalLong.empty(), release);
    }

    private static ModelPricing catalogue(OptionalLong version, Optional<Prices> prices) {
        return prices.isPresent() ? new ModelPricing(Source.CATALOGUE, version, prices) : NONE;
    }
}
