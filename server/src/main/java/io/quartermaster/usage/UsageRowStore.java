package io.quartermaster.usage;

import static io.quartermaster.schema.jooq.Tables.USAGE_EVENTS;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.ModelType;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.tenant.ApiKeyId;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** How a usage event is read from its row. */
final class UsageRowStore {

    private UsageRowStore() {}

    static UsageEvent event(TenantId tenant, Record row) {
        return new UsageEvent(
                tenant,
                row.get(USAGE_EVENTS.OCCURRED_AT),
                row.get(USAGE_EVENTS.ID),
                row.get(USAGE_EVENTS.REQUEST_ID),
                new ApiKeyId(row.get(USAGE_EVENTS.API_KEY_ID)),
                Optional.ofNullable(row.get(USAGE_EVENTS.USER_ID)).map(UserId::new),
                row.get(USAGE_EVENTS.ROUTE),
                ModelType.parse(row.get(USAGE_EVENTS.MODEL_TYPE)).orElseThrow(),
                new ModelConfigId(row.get(USAGE_EVENTS.MODEL_CONFIG_ID)),
                ProviderFamily.parse(row.get(USAGE_EVENTS.FAMILY)).orElseThrow(),
                row.get(USAGE_EVENTS.MODEL),
                Optional.ofNullable(row.get(USAGE_EVENTS.PROVIDER_CONFIG_ID)).map(ProviderConfigId::new),
                word(CredentialSource.values(), CredentialSource::word, row.get(USAGE_EVENTS.CREDENTIAL_SOURCE)),
                row.get(USAGE_EVENTS.STREAMED),
                word(UsageEvent.Outcome.values(), UsageEvent.Outcome::word, row.get(USAGE_EVENTS.OUTCOME)),
                row.get(USAGE_EVENTS.STATUS),
                row.get(USAGE_EVENTS.ATTEMPTS),
                Optional.ofNullable(row.get(USAGE_EVENTS.FALLBACK_FROM)).map(ModelConfigId::new),
                new Tokens(
                        count(row, USAGE_EVENTS.INPUT_TOKENS),
                        count(row, USAGE_EVENTS.CACHED_INPUT_TOKENS),
                        count(row, USAGE_EVENTS.CACHE_WRITE_TOKENS),
                        count(row, USAGE_EVENTS.OUTPUT_TOKENS),
                        count(row, USAGE_EVENTS.REASONING_TOKENS),
                        row.get(USAGE_EVENTS.ESTIMATED),
                        media(row)),
                new Charge(
                        count(row, USAGE_EVENTS.COST_MICROS),
                        word(
                                ModelPricing.Source.values(),
                                ModelPricing.Source::word,
                                row.get(USAGE_EVENTS.PRICE_SOURCE)),
                        count(row, USAGE_EVENTS.PRICE_VERSION)),
                count(row, USAGE_EVENTS.FIRST_BYTE_MICROS),
                row.get(USAGE_EVENTS.DURATION_MICROS),
                row.get(USAGE_EVENTS.OVERHEAD_MICROS));
    }

    private static Media media(Record row) {
        Media media = new Media(
                count(row, USAGE_EVENTS.AUDIO_INPUT_TOKENS),
                count(row, USAGE_EVENTS.AUDIO_OUTPUT_TOKENS),
                count(row, USAGE_EVENTS.IMAGE_INPUT_TOKENS),
                count(row, USAGE_EVENTS.IMAGE_OUTPUT_TOKENS),
                count(row, USAGE_EVENTS.AUDIO_MILLIS),
                count(row, USAGE_EVENTS.IMAGES),
                count(row, USAGE_EVENTS.CHARACTERS));
        return media.equals(Media.NONE) ? Media.NONE : media;
    }

    private static OptionalLong count(Record row, Field<Long> column) {
        @Nullable Long count = row.get(column);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    private static <T> T word(T[] values, Function<T, String> word, String wanted) {
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(wanted))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("The ledger has the word " + wanted + ", which nobody knows"));
    }
}
