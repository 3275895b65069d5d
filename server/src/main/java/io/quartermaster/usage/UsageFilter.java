package io.quartermaster.usage;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.UserId;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.tenant.ApiKeyId;
import java.time.Instant;
import java.util.Optional;

/** Which usage is asked for; what is empty asks for all. {@code from} is included and {@code to} is not. */
record UsageFilter(
        Instant from,
        Instant to,
        Optional<ModelConfigId> model,
        Optional<ApiKeyId> key,
        Optional<UserId> member,
        Optional<ProviderConfigId> provider,
        Optional<UsageEvent.Outcome> outcome) {

    UsageFilter ofMember(UserId user) {
        return new UsageFilter(from, to, model, key, Optional.of(user), provider, outcome);
    }

    UsageFilter ofKey(ApiKeyId own) {
        return new UsageFilter(from, to, model, Optional.of(own), member, provider, outcome);
    }
}
