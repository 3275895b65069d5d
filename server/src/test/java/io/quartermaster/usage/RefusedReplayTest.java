package io.quartermaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.http.PageRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RefusedReplayTest {

    private final DatabaseScene scene = new DatabaseScene();
    private final TenantId tenant = scene.tenant();
    private final UsageEvents events = new UsageEvents(scene.ids(), tenant);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void whatIsTakenNowIsInTheSumsOnceAndTheRestStaysWithItsReason() throws IOException { // gateway case 27
        UsageEvent one = events.at(now, 7);
        UsageEvent two = events.event(now, UsageEvent.Outcome.CLIENT_LEFT, OptionalLong.empty());
        UsageEvent late = events.at(Instant.parse("2001-01-01T00:00:00Z"), 9);
        for (UsageEvent event : List.of(one, late, two, one)) {
            refused().add(event, new IllegalStateException("the reason of then"));
        }
        Files.writeString(file(), "{\"torn\n", StandardOpenOption.APPEND);

        RefusedReplay.Outcome outcome = replay().run();
        assertThat(outcome.taken()).isEqualTo(2);
        assertThat(outcome.known()).isEqualTo(1);
        assertThat(outcome.unreadable()).isEqualTo(1);
        assertThat(outcome.reasons()).hasSize(1).allSatisfy((reason, count) -> {
            assertThat(reason).contains("no partition");
            assertThat(count).isEqualTo(1);
        });
        assertThat(Files.readAllLines(file()))
                .hasSize(2)
                .anyMatch(line -> line.contains(late.id().toString()) && line.contains("no partition"))
                .contains("{\"torn");
        assertThat(sums()).containsExactly("2 7");
        assertThat(ledger()).containsExactlyInAnyOrder(one, two);

        assertThat(replay().run().taken()).isZero();
        assertThat(sums()).containsExactly("2 7");
    }

    @Test
    void whatIsRefusedWhileAReplayRunsIsNotLost() throws IOException {
        refused().add(events.at(now, 1), new IllegalStateException("then"));
        assertThat(refused().take()).hasSize(1);
        refused().add(events.at(now, 2), new IllegalStateException("meanwhile"));

        assertThat(replay().run().taken()).as("what the dead one had taken").isEqualTo(1);
        assertThat(replay().run().taken()).as("what came meanwhile").isEqualTo(1);
        assertThat(sums()).containsExactly("2 3");
        assertThat(replay().run()).isEqualTo(new RefusedReplay.Outcome(0, 0, 0, Map.of()));
        assertThat(file()).doesNotExist();
    }

    @Test
    void aLineTornWithinALetterStaysAndKeepsNoOtherFromTheLedger() throws IOException { // gateway case 27
        refused().add(events.at(now, 1), new IllegalStateException("then"));
        Files.write(file(), new byte[] {'{', '"', (byte) 0xc3}, StandardOpenOption.APPEND);
        refused().add(events.at(now, 2), new IllegalStateException("after a restart"));

        RefusedReplay.Outcome outcome = replay().run();
        assertThat(outcome).isEqualTo(new RefusedReplay.Outcome(2, 0, 1, Map.of()));
        assertThat(Files.readAllLines(file())).singleElement().asString().startsWith("{\"");
        assertThat(sums()).containsExactly("2 3");
        assertThat(replay().run()).isEqualTo(new RefusedReplay.Outcome(0, 0, 1, Map.of()));
    }

    @Test
    void whatIsInAnotherCurrencyStaysAsItIs() throws IOException {
        new RefusedEvents(file(), Currency.getInstance("EUR"))
                .add(events.at(now, 1), new IllegalStateException("then"));
        String line = Files.readString(file());
        assertThat(replay().run().reasons()).hasSize(1);
        assertThat(file()).hasContent(line);
        assertThat(sums()).isEmpty();
    }

    private Path file() {
        return folder.resolve("refused.jsonl");
    }

    private RefusedEvents refused() {
        return new RefusedEvents(file(), Currency.getInstance("USD"));
    }

    private RefusedReplay replay() {
        return new RefusedReplay(scene.database(), refused(), InstantSource.system());
    }

    private List<UsageEvent> ledger() {
        UsageFilter all = new UsageFilter(
                now.minusSeconds(1),
                now.plusSeconds(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return scene.database()
                .readTenant(tenant, tx -> new UsageStore().list(tx, all, PageRequest.first()))
                .data();
    }

    private List<String> sums() {
        return scene.database()
                .readTenant(
                        tenant,
                        tx -> tx.sql()
                                .fetch(
                                        "select requests || ' ' || cost_micros from usage_days where tenant_id = ? and scope = 'tenant'",
                                        tenant.value())
                                .getValues(0, String.class));
    }
}
