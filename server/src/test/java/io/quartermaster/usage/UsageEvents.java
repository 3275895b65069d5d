package io.quartermaster.usage;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.ModelType;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.tenant.ApiKeyId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Usage events for tests: of one key, one person and one model, 11 tokens in and 7 out each. */
public final class UsageEvents {

    public static final UsageFollower NO_FOLLOWER = new UsageFollower() {
        @Override
        public void posting(TenantAppendTx tx, List<UsageEvent> inserted) {}

        @Override
        public void posted(List<UsageEvent> events) {}
    };

    private final Ids ids;
    private final TenantId tenant;
    private final ApiKeyId key;
    private final UserId user;
    private final ModelConfigId model;

    public UsageEvents(Ids ids, TenantId tenant) {
        this.ids = ids;
        this.tenant = tenant;
        this.key = new ApiKeyId(ids.next());
        this.user = new UserId(ids.next());
        this.model = new ModelConfigId(ids.next());
    }

    public ApiKeyId key() {
        return key;
    }

    public UserId user() {
        return user;
    }

    public ModelConfigId model() {
        return model;
    }

    public UsageEvent at(Instant occurred, long costMicros) {
        return event(occurred, UsageEvent.Outcome.COMPLETED, OptionalLong.of(costMicros));
    }

    public UsageEvent event(Instant occurred, UsageEvent.Outcome outcome, OptionalLong costMicros) {
        return new UsageEvent(
                tenant,
                occurred.truncatedTo(ChronoUnit.MICROS),
                ids.next(),
                "request",
                key,
                Optional.of(user),
                "chat_completions",
                ModelType.LLM,
                model,
                ProviderFamily.OPENAI,
                "gpt-4o",
                Optional.empty(),
                CredentialSource.CENTRAL,
                false,
                outcome,
                200,
                1,
                Optional.empty(),
                Tokens.ofText(
                        OptionalLong.of(11),
                        OptionalLong.of(3),
                        OptionalLong.empty(),
                        OptionalLong.of(7),
                        OptionalLong.empty(),
                        false),
                new Charge(costMicros, ModelPricing.Source.TENANT, OptionalLong.of(1)),
                OptionalLong.empty(),
                2_000,
                50);
    }
}
