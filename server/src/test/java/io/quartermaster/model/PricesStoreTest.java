package io.quartermaster.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.json.Json;
import java.util.Optional;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;

/** Nodes of two releases share a database while one replaces the other. */
final class PricesStoreTest {

    private static final Prices OF_TEXT = Prices.ofText(
            new Price("2.50"),
            new Price("10"),
            Optional.of(new Price("1.25")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    @Test
    void pricesOfTextAreWrittenAsTheFirstReleaseReadsThem() {
        JSONB written = PricesStore.json(OF_TEXT);

        assertThat(Json.tree(written.data()).propertyNames())
                .containsExactlyInAnyOrder("input", "output", "cached_input", "cache_write", "reasoning", "request");
        assertThat(PricesStore.prices(written)).isEqualTo(OF_TEXT);
    }

    @Test
    void aPriceOfAnotherKindIsWrittenWhereThereIsOne() {
        Prices spoken = PricesStore.prices(JSONB.valueOf("{\"input\":\"1\",\"output\":\"2\",\"second\":\"0.006\"}"));

        assertThat(spoken.second()).contains(new Price("0.006"));
        assertThat(Json.tree(PricesStore.json(spoken).data()).propertyNames())
                .hasSize(7)
                .contains("second");
        assertThat(PricesStore.prices(PricesStore.json(spoken))).isEqualTo(spoken);
    }

    @Test
    void aPriceThatALaterReleaseWroteIsPassedOver() {
        String later = Json.text(Json.treeOf(OF_TEXT)).replace("{", "{\"video_second\":\"3\",");

        assertThat(PricesStore.prices(JSONB.valueOf(later))).isEqualTo(OF_TEXT);
    }
}
