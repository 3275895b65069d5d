package io.quartermaster.usage.spool;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.Price;
import io.quartermaster.model.Prices;
import io.quartermaster.platform.UserId;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.usage.Media;
import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.Tokens;
import io.quartermaster.usage.UsageEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries into an array of its own, frame and all; the array is good until the next one. {@link EntryReader} is its
 * counterpart: a new field goes to the end of its entry, raises {@link SegmentHead#VERSION}, and is read only from entries that go on so far,
 * for a segment may be read by the next release.
 */
final class EntryWriter {

    private final byte[] bytes = new byte[Frame.MOST];
    private final ByteBuffer entry = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();

    /** The frame that was written last. */
    byte[] bytes() {
        return bytes;
    }

    /** All these answer with the bytes of the frame. */
    int started(StartedCall call) {
        begin(EntryKind.STARTED, call.id());
        id(call.tenant().value());
        time(call.occurredAt());
        text(call.requestId());
        id(call.apiKey().value());
        id(call.user().map(UserId::value).orElse(null));
        text(call.route());
        text(call.modelType().word());
        id(call.modelConfig().value());
        text(call.family().word());
        text(call.model());
        id(call.providerConfig().map(ProviderConfigId::value).orElse(null));
        text(call.credentialSource().word());
        flag(call.streamed());
        entry.putInt(call.attempts());
        id(call.fallbackFrom().map(ModelConfigId::value).orElse(null));
        text(call.pricing().source().word());
        count(call.pricing().version());
        flag(call.pricing().prices().isPresent());
        call.pricing().prices().ifPresent(this::prices);
        count(call.inputTokens());
        count(call.mostOutputTokens());
        media(call.asked());
        call.pricing().prices().ifPresent(this::morePrices);
        return end();
    }

    int settled(UsageEvent event) {
        begin(EntryKind.SETTLED, event.id());
        id(event.tenant().value());
        time(event.occurredAt());
        text(event.requestId());
        id(event.apiKey().value());
        id(event.user().map(UserId::value).orElse(null));
        text(event.route());
        text(event.modelType().word());
        id(event.modelConfig().value());
        text(event.family().word());
        text(event.model());
        id(event.providerConfig().map(ProviderConfigId::value).orElse(null));
        text(event.credentialSource().word());
        flag(event.streamed());
        text(event.outcome().word());
        entry.putInt(event.status());
        entry.putInt(event.attempts());
        id(event.fallbackFrom().map(ModelConfigId::value).orElse(null));
        tokens(event.tokens());
        count(event.charge().costMicros());
        text(event.charge().source().word());
        count(event.charge().priceVersion());
        count(event.firstByteMicros());
        entry.putLong(event.durationMicros());
        entry.putLong(event.overheadMicros());
        media(event.tokens().media());
        return end();
    }

    int withdrawn(UUID call) {
        begin(EntryKind.WITHDRAWN, call);
        return end();
    }

    private void begin(EntryKind kind, UUID call) {
        entry.clear().position(Frame.HEAD);
        entry.put(kind.number());
        id(call);
    }

    private int end() {
        int length = entry.position() - Frame.HEAD;
        entry.putInt(0, length);
        entry.putInt(Integer.BYTES, Frame.code(crc, bytes, length));
        entry.putLong(Frame.SLOT, Frame.slot(0));
        int all = Frame.bytes(length);
        while (entry.position() < all) {
            entry.put((byte) 0);
        }
        return all;
    }

    private void tokens(Tokens tokens) {
        count(tokens.input());
        count(tokens.cachedInput());
        count(tokens.cacheWrite());
        count(tokens.output());
        count(tokens.reasoning());
        flag(tokens.estimated());
    }

    private void prices(Prices prices) {
        text(prices.input().value());
        text(prices.output().value());
        price(prices.cachedInput());
        price(prices.cacheWrite());
        price(prices.reasoning());
        price(prices.request());
    }

    /** Those of version 2 on. */
    private void morePrices(Prices prices) {
        price(prices.audioInput());
        price(prices.audioOutput());
        price(prices.imageInput());
        price(prices.imageOutput());
        price(prices.second());
        price(prices.image());
        price(prices.character());
    }

    private void media(Media media) {
        boolean any = !media.equals(Media.NONE);
        flag(any);
        if (any) {
            count(media.audioInput());
            count(media.audioOutput());
            count(media.imageInput());
            count(media.imageOutput());
            count(media.audioMillis());
            count(media.images());
            count(media.characters());
        }
    }

    private void price(Optional<Price> price) {
        text(price.map(Price::value).orElse(""));
    }

    private void time(Instant time) {
        entry.putLong(time.getEpochSecond());
        entry.putInt(time.getNano());
    }

    private void flag(boolean flag) {
        entry.put((byte) (flag ? 1 : 0));
    }

    private void count(OptionalLong count) {
        flag(count.isPresent());
        if (count.isPresent()) {
            entry.putLong(count.getAsLong());
        }
    }

    private void id(@Nullable UUID id) {
        flag(id != null);
        if (id != null) {
            entry.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
    }

    /** Its length in octets, and they: one by one while they are ASCII, which nearly all are. */
    private void text(String text) {
        int from = entry.position();
        int length = text.length();
        entry.putShort((short) length);
        for (int at = 0; at < length; at++) {
            char character = text.charAt(at);
            if (character >= 0x80) {
                byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                entry.position(from);
                entry.putShort((short) octets.length).put(octets);
                return;
            }
            entry.put((byte) character);
        }
    }
}
