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
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Calls with everything in them, and with as little as there may be. */
final class SampleCalls {

    static final long MOST_OUTPUT = 1_000;

    private static final Prices PRICES = new Prices(
            new Price("2.50"),
            new Price("10.00"),
            Optional.of(new Price("1.25")),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Price("0.01")),
            Optional.of(new Price("6.00")),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Price("40")),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Price("15")));

    private final AtomicLong next = new AtomicLong(1);

    private UUID id() {
        return new UUID(0x0190_c6d2_0000_7000L, 0x8000_0000_0000_0000L | next.getAndIncrement());
    }

    StartedCall full() {
        return started(
                Optional.of(new UserId(id())),
                "模型 \u00e9 😀",
                new ModelPricing(ModelPricing.Source.TENANT, OptionalLong.of(7), Optional.of(PRICES)),
                OptionalLong.of(100),
                OptionalLong.of(MOST_OUTPUT));
    }

    StartedCall bare() {
        return started(Optional.empty(), "gpt-4o", ModelPricing.NONE, OptionalLong.empty(), OptionalLong.empty());
    }

    private StartedCall started(
            Optional<UserId> user,
            String model,
            ModelPricing pricing,
            OptionalLong inputTokens,
            OptionalLong mostOutputTokens) {
        return new StartedCall(
                new TenantId(id()),
                Instant.parse("2026-11-22T10:20:30.123456Z").plusSeconds(next.get()),
                id(),
                "request-" + next.get(),
                new ApiKeyId(id()),
                user,
                "chat_completions",
                ModelType.LLM,
                new ModelConfigId(id()),
                ProviderFamily.OPENAI_COMPATIBLE,
                model,
                user.map(_ -> new ProviderConfigId(id())),
                CredentialSource.CENTRAL,
                user.isPresent(),
                1,
                user.map(_ -> new ModelConfigId(id())),
                pricing,
                inputTokens,
                mostOutputTokens,
                user.isPresent()
                        ? Media.ofUnits(OptionalLong.of(1_500), OptionalLong.of(2), OptionalLong.empty())
                        : Media.NONE);
    }

    /** The end of a call, as its provider reported it. */
    static UsageEvent settled(StartedCall call) {
        boolean full = call.user().isPresent();
        OptionalLong some = full ? OptionalLong.of(Long.MAX_VALUE) : OptionalLong.empty();
        return new UsageEvent(
                call.tenant(),
                call.occurredAt(),
                call.id(),
                call.requestId(),
                call.apiKey(),
                call.user(),
                call.route(),
                call.modelType(),
                call.modelConfig(),
                call.family(),
                call.model(),
                call.providerConfig(),
                call.credentialSource(),
                call.streamed(),
                full ? UsageEvent.Outcome.COMPLETED : UsageEvent.Outcome.TIMED_OUT,
                full ? 200 : 504,
                3,
                call.fallbackFrom(),
                full
                        ? new Tokens(
                                some,
                                OptionalLong.of(0),
                                some,
                                OptionalLong.of(7),
                                some,
                                true,
                                new Media(
                                        OptionalLong.of(1),
                                        OptionalLong.empty(),
                                        some,
                                        OptionalLong.of(0),
                                        OptionalLong.of(250),
                                        OptionalLong.empty(),
                                        some))
                        : Tokens.NONE,
                new Charge(some, ModelPricing.Source.CATALOGUE, full ? OptionalLong.of(3) : OptionalLong.empty()),
                some,
                123_456,
                78);
    }
}
