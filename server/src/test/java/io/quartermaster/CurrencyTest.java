package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The deployment's currency is told wherever money is, and is for good once there is a ledger. */
final class CurrencyTest {

    @Test
    void moneyIsToldWithItsCurrencyWhichALedgerHoldsOnTo() throws Exception {
        try (TestServer server = TestServer.start(Map.of("QM_CURRENCY", "EUR"))) {
            TestTenant tenant = TestTenant.on(server);
            String budget = "{\"scope\":\"tenant\",\"window\":\"day\",\"limit_micros\":5,\"mode\":\"soft\"}";
            assertThat(tenant.post("/budgets", budget).require(201).string("currency"))
                    .isEqualTo("EUR");
            assertThat(tenant.get("/usage").require(200).string("currency")).isEqualTo("EUR");
            assertThat(server.operator().get("/settings").require(200).body().toString())
                    .as("it is no setting of the API")
                    .doesNotContain("EUR");

            assertThatThrownBy(() -> server.secondNode(Map.of("QM_CURRENCY", "CHF")))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("another node serves it");
            assertThatThrownBy(() -> server.secondNode(Map.of("QM_CURRENCY", "USD")))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("ledger in EUR, which is not converted")
                    .hasMessageContaining("QM_CURRENCY=EUR");
            server.secondNode(Map.of("QM_CURRENCY", "EUR")).close();
        }
    }
}
