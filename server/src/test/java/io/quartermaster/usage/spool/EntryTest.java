package io.quartermaster.usage.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.Prices;
import io.quartermaster.usage.Media;
import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.UsageEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Entries are read as they were written, by this release and by the ones before. */
class EntryTest {

    private static final int WITHOUT_MEDIA = 1;

    private final EntryWriter writer = new EntryWriter();
    private final SampleCalls calls = new SampleCalls();

    @Test
    void whatIsReadIsWhatWasWritten() {
        for (StartedCall call : new StartedCall[] {calls.full(), calls.bare()}) {
            assertThat(read(writer.started(call), 0).started()).isEqualTo(call);
            UsageEvent event = SampleCalls.settled(call);
            assertThat(read(writer.settled(event), 0).settled()).isEqualTo(event);
        }
    }

    @Test
    void entriesOfVersionOneEndBeforeSoundAndImages() {
        StartedCall bare = calls.bare();

        assertThat(read(writer.started(bare), WITHOUT_MEDIA).started()).isEqualTo(bare);
        UsageEvent event = SampleCalls.settled(bare);
        assertThat(read(writer.settled(event), WITHOUT_MEDIA).settled()).isEqualTo(event);
    }

    @Test
    void aStartedCallOfVersionOneKeepsItsPricesOfText() throws IOException {
        StartedCall full = calls.full();
        Prices all = full.pricing().prices().orElseThrow();
        Prices ofText = Prices.ofText(
                all.input(), all.output(), all.cachedInput(), all.cacheWrite(), all.reasoning(), all.request());
        ModelPricing pricing =
                new ModelPricing(full.pricing().source(), full.pricing().version(), Optional.of(ofText));

        assertThat(new EntryReader(FirstEntries.started(full)).started()).isEqualTo(full.with(pricing, Media.NONE));
        StartedCall bare = calls.bare();
        assertThat(new EntryReader(FirstEntries.started(bare)).started()).isEqualTo(bare);
    }

    @Test
    void anInterruptedCallThatIsPaidByThePieceCostsAllItsPieces() {
        StartedCall full = calls.full();
        Media two = Media.ofUnits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(200));
        StartedCall spoken = full.with(full.pricing(), two);

        UsageEvent event = spoken.interrupted(1);
        assertThat(event.tokens().media()).isEqualTo(two);
        assertThat(event.tokens().input()).isEmpty();
        assertThat(event.tokens().estimated()).isTrue();
        assertThat(event.charge().costMicros()).as("200 characters and the fee").hasValue(3_000 + 10_000);
        assertThat(spoken.interrupted(0).charge().costMicros()).hasValue(0);
        assertThat(full.with(ModelPricing.NONE, two).interrupted(1).charge().costMicros())
                .isEmpty();
    }

    private EntryReader read(int frame, int missing) {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(writer.bytes(), frame)).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getInt(0) - missing;
        return new EntryReader(bytes.slice(Frame.HEAD, length));
    }
}
