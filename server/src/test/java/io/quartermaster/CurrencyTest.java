package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
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

            try (TestServer corrected = server.secondNode(Map.of("QM_CURRENCY", "CHF"))) {
                assertThat(corrected.address()).as("nothing was used yet").isNotNull();
            }
            try (TestServer back = server.secondNode(Map.of("QM_CURRENCY", "EUR"))) {
                assertThat(back.address()).isNotNull();
            }
            try (Connection owner = server.database().connectAsOwner();
                    Statement sql = owner.createStatement()) {
                sql.execute(
                        "insert into usage_days select id, 'tenant', id, date_trunc('day', now(), 'UTC'), 1, 0, 0, 0, 0, 0,"
                                + " 0, 0, 7, 0 from tenants");
            }

            assertThatThrownBy(() -> server.secondNode(Map.of("QM_CURRENCY", "USD")))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("ledger in EUR")
                    .hasMessageContaining("QM_CURRENCY=EUR");
            server.secondNode(Map.of("QM_CURRENCY", "EUR")).close();
        }
    }
}
