package io.quartermaster.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** Which prices count for a model config, and where they come from: the tenant, else the catalogue, where operators come first. */
record ModelPricing(Source source, Optional<Prices> prices) {

    /** Who said it. */
    enum Source {
        TENANT("tenant"),
        CATALOGUE("catalogue"),
        NONE("none");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        @JsonValue
        String word() {
            return word;
        }
    }

    static ModelPricing of(ModelFacts facts, ShippedCatalogue shipped) {
        ModelConfig config = facts.config();
        Optional<Prices> own = config.terms().prices();
        if (own.isPresent()) {
            return new ModelPricing(Source.TENANT, own);
        }
        Optional<Prices> general = facts.operatorPrice()
                .map(ModelFacts.OperatorPrice::prices)
                .orElseGet(() -> shipped.find(new CatalogueKey(config.family(), config.model()))
                        .flatMap(CatalogueModel::prices));
        return new ModelPricing(general.isPresent() ? Source.CATALOGUE : Source.NONE, general);
    }
}
