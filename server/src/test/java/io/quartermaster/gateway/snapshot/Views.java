package io.quartermaster.gateway.snapshot;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelTerms;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ResolvedCredential;
import io.quartermaster.provider.UnusableReason;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the views that tests put together. */
public final class Views {

    public static final String UPSTREAM_KEY = "sk-canary-upstream";
    private static final AtomicLong NUMBERS = new AtomicLong();

    private Views() {}

    public static ProviderView provider(String name, ProviderFamily family, URI baseUrl) {
        return new ProviderView(
                Optional.of(new ProviderConfigId(uuid())),
                family,
                name,
                baseUrl,
                true,
                new ResolvedCredential.Found(CredentialSource.CENTRAL, Optional.of(new Sensitive(UPSTREAM_KEY))));
    }

    public static ProviderView disabled(ProviderView provider) {
        return new ProviderView(
                provider.id(), provider.family(), provider.name(), provider.baseUrl(), false, provider.credential());
    }

    public static ProviderView keyless(ProviderView provider) {
        return new ProviderView(
                provider.id(),
                provider.family(),
                provider.name(),
                provider.baseUrl(),
                true,
                new ResolvedCredential.Missing(UnusableReason.MISSING_API_KEY));
    }

    public static ModelView llm(String name) {
        return model(ModelType.LLM, ProviderFamily.OPENAI, name, Optional.empty(), Optional.empty());
    }

    public static ModelView model(
            ModelType type,
            ProviderFamily family,
            String name,
            Optional<String> alias,
            Optional<ProviderView> boundTo) {
        return new ModelView(
                new ModelConfigId(uuid()),
                type,
                family,
                name,
                alias,
                boundTo.flatMap(ProviderView::id),
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(NUMBERS.incrementAndGet()),
                ModelTerms.NONE);
    }

    private static UUID uuid() {
        return new UUID(0x019b_0000_0000_7000L + NUMBERS.incrementAndGet(), 0x8000_0000_0000_0000L);
    }
}
