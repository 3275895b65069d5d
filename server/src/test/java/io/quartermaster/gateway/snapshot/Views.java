package io.quartermaster.gateway.snapshot;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.ModelTerms;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.model.Prices;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.Credential;
import io.quartermaster.provider.CredentialFacts;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.CredentialPolicy;
import io.quartermaster.provider.HeldCredential;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.secret.Unsealed;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Makes the views that tests put together. */
public final class Views {

    public static final String UPSTREAM_KEY = "sk-canary-upstream";
    private static final AtomicLong NUMBERS = new AtomicLong();

    private Views() {}

    public static ProviderView provider(String name, ProviderFamily family, URI baseUrl) {
        return view(new ProviderConfigId(uuid()), family, name, baseUrl, Optional.of(UPSTREAM_KEY));
    }

    /** The same provider with settings, as JSON. */
    public static ProviderView withSettings(ProviderView provider, String settings) {
        return new ProviderView(
                provider.id(),
                provider.family(),
                provider.name(),
                provider.baseUrl(),
                Json.tree(settings),
                true,
                provider.facts());
    }

    public static ProviderView disabled(ProviderView provider) {
        return new ProviderView(
                provider.id(),
                provider.family(),
                provider.name(),
                provider.baseUrl(),
                provider.settings(),
                false,
                provider.facts());
    }

    /** The same provider, to be called with a person's own key only. */
    static ProviderView openToUsers(ProviderView provider) {
        CredentialFacts facts = provider.facts();
        return new ProviderView(
                provider.id(),
                provider.family(),
                provider.name(),
                provider.baseUrl(),
                provider.settings(),
                true,
                new CredentialFacts(
                        facts.kind(),
                        new CredentialPolicy(false, true, false),
                        Optional.empty(),
                        facts.centralKey(),
                        false,
                        Optional.empty(),
                        false,
                        false));
    }

    public static ProviderView keyless(ProviderView provider) {
        return view(
                provider.id().orElseThrow(), provider.family(), provider.name(), provider.baseUrl(), Optional.empty());
    }

    private static ProviderView view(
            ProviderConfigId id, ProviderFamily family, String name, URI baseUrl, Optional<String> key) {
        return new ProviderView(
                Optional.of(id),
                family,
                name,
                baseUrl,
                Json.tree("{}"),
                true,
                new CredentialFacts(
                        ProviderFamily.CredentialKind.REQUIRED,
                        new CredentialPolicy(true, false, false),
                        Optional.empty(),
                        key.map(text ->
                                new HeldCredential(CredentialForm.API_KEY, new Unsealed.Opened(new Sensitive(text)))),
                        false,
                        Optional.empty(),
                        false,
                        false));
    }

    /** An account at Bedrock in {@code eu-central-1}; without a credential, that of this server. */
    public static ProviderView bedrock(URI baseUrl, Optional<Credential> credential) {
        return cloud(ProviderFamily.BEDROCK, baseUrl, "{\"region\":\"eu-central-1\"}", credential);
    }

    /** An account at a cloud, with what the deployment has there granted. */
    public static ProviderView cloud(
            ProviderFamily family, URI baseUrl, String settings, Optional<Credential> credential) {
        return new ProviderView(
                Optional.of(new ProviderConfigId(uuid())),
                family,
                family.word(),
                baseUrl,
                Json.tree(settings),
                true,
                new CredentialFacts(
                        family.credentialKind(),
                        new CredentialPolicy(true, false, false),
                        Optional.empty(),
                        credential.map(given -> new HeldCredential(given.form(), new Unsealed.Opened(given.secret()))),
                        false,
                        Optional.empty(),
                        true,
                        true));
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
                ModelTerms.NONE,
                ModelPricing.NONE,
                OptionalInt.empty());
    }

    /** The same model with others to stand in for it. */
    public static ModelView withFallbacks(ModelView model, ModelView... fallbacks) {
        ModelTerms terms = model.terms();
        return new ModelView(
                model.id(),
                model.type(),
                model.family(),
                model.model(),
                model.alias(),
                model.boundTo(),
                model.createdAt(),
                new ModelTerms(
                        terms.options(),
                        terms.prices(),
                        Stream.of(fallbacks).map(ModelView::id).toList()),
                model.pricing(),
                model.mostOutput());
    }

    /** The same model at a price of the tenant's own. */
    public static ModelView priced(ModelView model, Prices prices) {
        return new ModelView(
                model.id(),
                model.type(),
                model.family(),
                model.model(),
                model.alias(),
                model.boundTo(),
                model.createdAt(),
                model.terms(),
                new ModelPricing(ModelPricing.Source.TENANT, OptionalLong.of(7), Optional.of(prices)),
                model.mostOutput());
    }

    private static UUID uuid() {
        return new UUID(0x019b_0000_0000_7000L + NUMBERS.incrementAndGet(), 0x8000_0000_0000_0000L);
    }
}
