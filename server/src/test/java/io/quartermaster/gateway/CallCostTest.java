package io.quartermaster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.model.Price;
import io.quartermaster.model.Prices;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the ledger says that calls cost. */
class CallCostTest {

    private static final String CHAT =
            "{\"model\":\"priced\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello you there\"}]}";
    private static final String STREAM = CHAT.replace("\"messages\"", "\"stream\":true,\"messages\"");
    private static final String CHUNK =
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}";
    private static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aStreamedAndAnUnstreamedCallOfTheSameContentCostTheSame() { // case 26
        price("2.50", "10.00");

        gateway.chat(CHAT);
        gateway.chat(STREAM);

        assertThat(gateway.events).hasSize(2).allSatisfy(event -> {
            assertThat(event.charge().costMicros()).hasValue(78); // 11 at 2.50 and 5 at 10.00, rounded up
            assertThat(event.tokens().estimated()).isFalse();
        });
    }

    @Test
    void usageThatNobodyReportsIsCountedByUsAndTheSameWhetherStreamedOrNot() { // case 26
        price("1", "1000");
        gateway.upstream.next(Script.json(200, "{\"choices\":[{\"message\":{\"content\":\"Hello you\"}}]}"));
        gateway.chat(CHAT);
        gateway.upstream.next(Script.stream()
                .events(CHUNK.formatted("Hel"), CHUNK.formatted("lo you"), END)
                .done());
        gateway.chat(STREAM);

        assertThat(gateway.events).hasSize(2).allSatisfy(event -> {
            assertThat(event.tokens().estimated()).isTrue();
            assertThat(event.tokens().input()).hasValue(7); // "priced", "user" and "Hello you there" in quarters
            assertThat(event.tokens().output()).hasValue(3);
            assertThat(event.charge().costMicros()).hasValue(3_007);
        });
    }

    @Test
    void aClientThatLeavesPaysForWhatItWasGiven() { // case 26
        price("1", "1000");
        gateway.upstream.next(
                Script.stream().events(CHUNK.formatted("Hello you")).thenSilence());
        try (RawHttp client = gateway.connect()) {
            client.send(gateway.chatRequest(STREAM));
            client.lineWith("Hello you", GatewayFixture.SOON);
        }
        UsageEvent event = gateway.event();

        assertThat(event.outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(event.tokens().estimated()).isTrue();
        assertThat(event.charge().costMicros()).hasValue(3_007);
    }

    @Test
    void aCallThatFailsCostsNothing() {
        price("1", "1", "0.50");
        gateway.upstream.next(Script.json(400, "{\"error\":{\"message\":\"no\"}}"));

        gateway.chat(CHAT);
        gateway.chat(CHAT);

        assertThat(gateway.events.get(0).charge().costMicros()).hasValue(0);
        assertThat(gateway.events.get(1).charge().costMicros()).hasValue(500_016);
    }

    @Test
    void aPriceThatChangesChangesNoHistory() { // case 28
        price("1", "1");
        gateway.chat(CHAT);
        price("2", "2");
        gateway.chat(CHAT);

        assertThat(gateway.events)
                .extracting(event -> event.charge().costMicros().getAsLong())
                .containsExactly(16L, 32L);
    }

    @Test
    void theModelThatAnsweredIsPaidForAndTheOneThatWasAskedForIsNamed() { // case 16
        ModelView dear = Views.priced(model("dear"), prices("1000", "1000"));
        ModelView cheap = gateway.tenant.model(Views.priced(model("cheap"), prices("1", "1")));
        dear = gateway.tenant.model(Views.withFallbacks(dear, cheap));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
        gateway.upstream.next(
                Script.json(400, "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}"));

        gateway.chat("{\"model\":\"dear\"}");

        UsageEvent event = gateway.event();
        assertThat(event.fallbackFrom()).contains(dear.id());
        assertThat(event.modelConfig()).isEqualTo(cheap.id());
        assertThat(event.attempts()).isEqualTo(2);
        assertThat(event.charge().costMicros()).hasValue(16);
    }

    private void price(String input, String output, String... request) {
        gateway.tenant.clearModels();
        gateway.tenant.model(Views.priced(model("priced"), prices(input, output, request)));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
    }

    private static ModelView model(String name) {
        return Views.model(ModelType.LLM, ProviderFamily.OPENAI, name, Optional.empty(), Optional.empty());
    }

    private static Prices prices(String input, String output, String... request) {
        return Prices.ofText(
                new Price(input),
                new Price(output),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                request.length == 0 ? Optional.empty() : Optional.of(new Price(request[0])));
    }
}
