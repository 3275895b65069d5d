package io.quartermaster.usage.spool;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.Price;
import io.quartermaster.model.Prices;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.tenant.ApiKeyId;
import io.quartermaster.usage.Charge;
import io.quartermaster.usage.Media;
import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.Tokens;
import io.quartermaster.usage.UsageEvent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads what {@link EntryWriter} wrote, from the body of a frame whose code was right. What it cannot read was written by a release
 * that this one does not know: an {@link UnknownEntry}.
 */
final class EntryReader {

    private final ByteBuffer entry;
    private final Optional<EntryKind> kind;
    private final UUID id;

    EntryReader(ByteBuffer body) {
        this.entry = body.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.kind = EntryKind.of(entry.get());
        this.id = id();
    }

    boolean isSettled() {
        return kind.filter(EntryKind.SETTLED::equals).isPresent();
    }

    EntryKind requireKind() {
        return kind.orElseThrow(() -> unknown("its kind"));
    }

    UUID call() {
        return id;
    }

    StartedCall started() {
        return reading(() -> withMedia(new StartedCall(
                new TenantId(id()),
                time(),
                id,
                text(),
                new ApiKeyId(id()),
                findId().map(UserId::new),
                text(),
                modelType(),
                new ModelConfigId(id()),
                family(),
                text(),
                findId().map(ProviderConfigId::new),
                word(CredentialSource.values(), CredentialSource::word),
                flag(),
                entry.getInt(),
                findId().map(ModelConfigId::new),
                new ModelPricing(source(), count(), flag() ? Optional.of(prices()) : Optional.empty()),
                count(),
                count(),
                Media.NONE)));
    }

    /** What stands behind all that version 1 knew. */
    private StartedCall withMedia(StartedCall call) {
        if (!entry.hasRemaining()) {
            return call;
        }
        Media asked = media();
        ModelPricing pricing = call.pricing();
        return call.with(
                new ModelPricing(
                        pricing.source(), pricing.version(), pricing.prices().map(this::withMore)),
                asked);
    }

    private Prices withMore(Prices text) {
        return new Prices(
                text.input(),
                text.output(),
                text.cachedInput(),
                text.cacheWrite(),
                text.reasoning(),
                text.request(),
                price(),
                price(),
                price(),
                price(),
                price(),
                price(),
                price());
    }

    private Media media() {
        return entry.hasRemaining() && flag()
                ? new Media(count(), count(), count(), count(), count(), count(), count())
                : Media.NONE;
    }

    UsageEvent settled() {
        return reading(() -> withMedia(new UsageEvent(
                new TenantId(id()),
                time(),
                id,
                text(),
                new ApiKeyId(id()),
                findId().map(UserId::new),
                text(),
                modelType(),
                new ModelConfigId(id()),
                family(),
                text(),
                findId().map(ProviderConfigId::new),
                word(CredentialSource.values(), CredentialSource::word),
                flag(),
                word(UsageEvent.Outcome.values(), UsageEvent.Outcome::word),
                entry.getInt(),
                entry.getInt(),
                findId().map(ModelConfigId::new),
                Tokens.ofText(count(), count(), count(), count(), count(), flag()),
                new Charge(count(), source(), count()),
                count(),
                entry.getLong(),
                entry.getLong())));
    }

    private UsageEvent withMedia(UsageEvent event) {
        Media media = media();
        return media.equals(Media.NONE) ? event : event.with(media);
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (BufferUnderflowException | IllegalArgumentException unknown) {
            throw new UnknownEntry("It is not what this release writes", unknown);
        }
    }

    private Prices prices() {
        return Prices.ofText(new Price(text()), new Price(text()), price(), price(), price(), price());
    }

    private Optional<Price> price() {
        String value = text();
        return value.isEmpty() ? Optional.empty() : Optional.of(new Price(value));
    }

    private ModelPricing.Source source() {
        return word(ModelPricing.Source.values(), ModelPricing.Source::word);
    }

    private ModelType modelType() {
        return ModelType.parse(text()).orElseThrow(() -> unknown("model type"));
    }

    private ProviderFamily family() {
        return ProviderFamily.parse(text()).orElseThrow(() -> unknown("provider family"));
    }

    private <T> T word(T[] values, Function<T, String> word) {
        String wanted = text();
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(wanted))
                .findFirst()
                .orElseThrow(() -> unknown(wanted));
    }

    private static UnknownEntry unknown(String what) {
        return new UnknownEntry("It has something that this release does not know: " + what);
    }

    private Instant time() {
        return Instant.ofEpochSecond(entry.getLong(), entry.getInt());
    }

    private boolean flag() {
        return entry.get() != 0;
    }

    private OptionalLong count() {
        return flag() ? OptionalLong.of(entry.getLong()) : OptionalLong.empty();
    }

    private UUID id() {
        return findId().orElseThrow(() -> unknown("an id is missing"));
    }

    private Optional<UUID> findId() {
        return flag() ? Optional.of(new UUID(entry.getLong(), entry.getLong())) : Optional.empty();
    }

    private String text() {
        byte[] octets = new byte[Short.toUnsignedInt(entry.getShort())];
        entry.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }
}
