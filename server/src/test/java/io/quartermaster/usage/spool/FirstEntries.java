package io.quartermaster.usage.spool;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.Price;
import io.quartermaster.model.Prices;
import io.quartermaster.platform.UserId;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.usage.StartedCall;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Writes entries as the release did whose segments are of version 1: field by field, and apart from what writes them now. */
final class FirstEntries {

    private static final byte STARTED = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** The body of a frame. */
    static ByteBuffer started(StartedCall call) throws IOException {
        FirstEntries entry = new FirstEntries();
        entry.write(call);
        return ByteBuffer.wrap(entry.bytes.toByteArray());
    }

    private void write(StartedCall call) throws IOException {
        out.writeByte(STARTED);
        id(Optional.of(call.id()));
        id(Optional.of(call.tenant().value()));
        time(call.occurredAt());
        text(call.requestId());
        id(Optional.of(call.apiKey().value()));
        id(call.user().map(UserId::value));
        text(call.route());
        text(call.modelType().word());
        id(Optional.of(call.modelConfig().value()));
        text(call.family().word());
        text(call.model());
        id(call.providerConfig().map(ProviderConfigId::value));
        text(call.credentialSource().word());
        out.writeBoolean(call.streamed());
        smallNumber(call.attempts());
        id(call.fallbackFrom().map(ModelConfigId::value));
        text(call.pricing().source().word());
        count(call.pricing().version());
        out.writeBoolean(call.pricing().prices().isPresent());
        if (call.pricing().prices().isPresent()) {
            prices(call.pricing().prices().get());
        }
        count(call.inputTokens());
        count(call.mostOutputTokens());
    }

    private void prices(Prices prices) throws IOException {
        text(prices.input().value());
        text(prices.output().value());
        text(prices.cachedInput().map(Price::value).orElse(""));
        text(prices.cacheWrite().map(Price::value).orElse(""));
        text(prices.reasoning().map(Price::value).orElse(""));
        text(prices.request().map(Price::value).orElse(""));
    }

    private void time(Instant time) throws IOException {
        number(time.getEpochSecond());
        smallNumber(time.getNano());
    }

    private void id(Optional<UUID> id) throws IOException {
        out.writeBoolean(id.isPresent());
        if (id.isPresent()) {
            number(id.get().getMostSignificantBits());
            number(id.get().getLeastSignificantBits());
        }
    }

    private void count(OptionalLong count) throws IOException {
        out.writeBoolean(count.isPresent());
        if (count.isPresent()) {
            number(count.getAsLong());
        }
    }

    private void text(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(Short.reverseBytes((short) octets.length));
        out.write(octets);
    }

    private void number(long value) throws IOException {
        out.writeLong(Long.reverseBytes(value));
    }

    private void smallNumber(int value) throws IOException {
        out.writeInt(Integer.reverseBytes(value));
    }
}
