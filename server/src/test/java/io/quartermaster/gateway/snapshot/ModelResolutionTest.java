package io.quartermaster.gateway.snapshot;

import static io.quartermaster.gateway.snapshot.Views.disabled;
import static io.quartermaster.gateway.snapshot.Views.keyless;
import static io.quartermaster.gateway.snapshot.Views.model;
import static io.quartermaster.gateway.snapshot.Views.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.access.Role;
import io.quartermaster.gateway.snapshot.ModelResolution.Outcome;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.ModelTerms;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.model.ModelsView;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.UnusableReason;
import io.quartermaster.tenant.ApiKeyId;
import io.quartermaster.tenant.ApiKeyView;
import io.quartermaster.tenant.KeyHash;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ModelResolutionTest {

    private static final URI BASE = URI.create("https://models.example/v1");
    private static final ProviderView FIRST = provider("first", ProviderFamily.OPENAI, BASE);
    private static final ProviderView SECOND = provider("second", ProviderFamily.OPENAI, BASE);
    private static final ProviderView ROUTER = provider("router", ProviderFamily.OPENROUTER, BASE);

    @Test
    void idThenAliasThenQualifiedThenBareName() {
        ModelView plain = llm("gpt-4o", Optional.empty(), FIRST);
        ModelView aliasedLikeIt = llm("other", Optional.of("gpt-4o"), FIRST);
        ModelView namedLikeQualified = bound(ProviderFamily.OPENROUTER, "openai/gpt-4o", ROUTER);
        RoutingTable routes = routes(List.of(FIRST, ROUTER), plain, aliasedLikeIt, namedLikeQualified);

        assertThat(found(routes, plain.id().toString())).isEqualTo(plain);
        assertThat(found(routes, plain.id().toString().toUpperCase(Locale.ROOT)))
                .isEqualTo(plain);
        assertThat(found(routes, "gpt-4o")).isEqualTo(aliasedLikeIt);
        assertThat(found(routes, "openai/gpt-4o")).isEqualTo(plain);
        assertThat(found(routes, "openrouter/openai/gpt-4o")).isEqualTo(namedLikeQualified);
        assertThat(found(routes(List.of(ROUTER), namedLikeQualified), "openai/gpt-4o"))
                .isEqualTo(namedLikeQualified);
    }

    @Test
    void tiesGoToTheFirstProviderThenTheOlderModelThenTheLowerId() {
        ModelView older = llm("m", Optional.empty(), SECOND);
        ModelView younger = llm("m", Optional.empty(), SECOND);
        ModelView atFirst = llm("m", Optional.empty(), FIRST);

        assertThat(found(routes(List.of(FIRST, SECOND), younger, older, atFirst), "m"))
                .isEqualTo(atFirst);
        assertThat(found(routes(List.of(FIRST, SECOND), younger, older), "m")).isEqualTo(older);
        ModelView sameAge = new ModelView(
                new ModelConfigId(new UUID(0, 1)),
                ModelType.LLM,
                ProviderFamily.OPENAI,
                "m",
                Optional.empty(),
                SECOND.id(),
                older.createdAt(),
                ModelTerms.NONE,
                ModelPricing.NONE,
                OptionalInt.empty());
        assertThat(found(routes(List.of(FIRST, SECOND), older, sameAge), "m")).isEqualTo(sameAge);
    }

    @Test
    void aUsableModelIsNotHiddenByAnUnusableOneOfItsName() {
        ModelView atDisabled = llm("m", Optional.empty(), FIRST);
        ModelView usable = llm("m", Optional.empty(), SECOND);

        assertThat(found(routes(List.of(disabled(FIRST), SECOND), atDisabled, usable), "m"))
                .isEqualTo(usable);
    }

    @Test
    void anUnboundModelGoesToTheFirstUsableSibling() {
        ModelView unbound = llm("m", Optional.empty());
        RoutingTable routes = routes(List.of(ROUTER, disabled(FIRST), SECOND), unbound);

        Outcome outcome = resolve(routes, "m");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Found.class,
                        found -> assertThat(found.route().attempts())
                                .extracting(Attempt::provider)
                                .containsExactly(SECOND));
    }

    @Test
    void aBoundModelIsUnusableWithItsProviderWhateverItsSiblings() {
        ModelView bound = llm("m", Optional.empty(), FIRST);

        assertThat(resolve(routes(List.of(disabled(FIRST), SECOND), bound), "m"))
                .isEqualTo(new Outcome.Unusable(UnusableReason.PROVIDER_DISABLED));
        assertThat(resolve(routes(List.of(keyless(FIRST), SECOND), bound), "m"))
                .isEqualTo(new Outcome.Unusable(UnusableReason.MISSING_API_KEY));
    }

    @Test
    void anUnboundModelWithoutAnyProviderSaysSo() {
        assertThat(resolve(routes(List.of(ROUTER), llm("m", Optional.empty())), "m"))
                .isEqualTo(new Outcome.Unusable(UnusableReason.PROVIDER_NOT_CONFIGURED));
    }

    @Test
    void otherTypesAndUnknownNamesAreNotFound() {
        ModelView embedding =
                model(ModelType.TEXT_EMBEDDING, ProviderFamily.OPENAI, "embed", Optional.of("e"), Optional.of(FIRST));
        RoutingTable routes = routes(List.of(FIRST), embedding, llm("m", Optional.empty(), FIRST));

        for (String name :
                List.of("embed", "e", "openai/embed", embedding.id().toString(), "", "M", "openai/", "/m", "nope")) {
            assertThat(resolve(routes, name)).as(name).isEqualTo(new Outcome.NotFound());
        }
    }

    @Test
    void defaultAndAbsentMeanTheDefaultOfTheType() {
        ModelView chosen = llm("m", Optional.empty(), FIRST);
        RoutingTable routes = RoutingTable.of(
                new ProvidersView(List.of(FIRST)),
                new ModelsView(List.of(chosen), Map.of(ModelType.LLM, Optional.of(chosen.id()))));

        assertThat(found(routes, "default")).isEqualTo(chosen);
        assertThat(ModelResolution.resolve(routes, key(Set.of()), ModelType.LLM, _ -> true, Optional.empty()))
                .isInstanceOf(Outcome.Found.class);
        assertThat(ModelResolution.resolve(routes, key(Set.of("other")), ModelType.LLM, _ -> true, Optional.empty()))
                .isEqualTo(new Outcome.NotFound());
        assertThat(ModelResolution.resolve(routes, key(Set.of()), ModelType.IMAGE, _ -> true, Optional.empty()))
                .isEqualTo(new Outcome.NoDefault());
    }

    @Test
    void aDefaultPinnedToNoneIsNoDefault() {
        RoutingTable routes = RoutingTable.of(
                new ProvidersView(List.of()), new ModelsView(List.of(), Map.of(ModelType.LLM, Optional.empty())));

        assertThat(resolve(routes, "default")).isEqualTo(new Outcome.NoDefault());
    }

    @Test
    void anUnusableDefaultIsNotReplacedInSilence() {
        ModelView atDisabled = llm("m", Optional.empty(), FIRST);
        ModelView usable = llm("m", Optional.empty(), SECOND);
        RoutingTable routes = RoutingTable.of(
                new ProvidersView(List.of(disabled(FIRST), SECOND)),
                new ModelsView(List.of(atDisabled, usable), Map.of(ModelType.LLM, Optional.of(atDisabled.id()))));

        assertThat(resolve(routes, "default")).isEqualTo(new Outcome.DefaultUnusable(UnusableReason.PROVIDER_DISABLED));
    }

    @Test
    void aKeyMayAllowAModelByAnyOfItsNames() {
        ModelView allowed = llm("m", Optional.of("smart"), FIRST);
        ModelView other = llm("n", Optional.of("dull"), FIRST);
        RoutingTable routes = routes(List.of(FIRST), allowed, other);

        for (String name : List.of(allowed.id().toString(), "smart", "openai/m", "m")) {
            ApiKeyView key = key(Set.of(name));
            for (String asked : List.of(allowed.id().toString(), "smart", "openai/m", "m")) {
                assertThat(ModelResolution.resolve(routes, key, ModelType.LLM, _ -> true, Optional.of(asked)))
                        .as("%s by a key for %s", asked, name)
                        .isInstanceOf(Outcome.Found.class);
            }
            assertThat(ModelResolution.resolve(routes, key, ModelType.LLM, _ -> true, Optional.of("dull")))
                    .isEqualTo(new Outcome.NotFound());
        }
    }

    @Test
    void aKeyForOneOfTwoModelsOfANameGetsThatOne() {
        ModelView first = llm("m", Optional.empty(), FIRST);
        ModelView second = llm("m", Optional.empty(), SECOND);
        RoutingTable routes = routes(List.of(FIRST, SECOND), first, second);

        assertThat(ModelResolution.resolve(
                        routes, key(Set.of(second.id().toString())), ModelType.LLM, _ -> true, Optional.of("m")))
                .isInstanceOfSatisfying(
                        Outcome.Found.class,
                        found -> assertThat(found.route().model()).isEqualTo(second));
    }

    @Test
    void whatACallNeedsIsWorkedOutBeforehand() {
        ProviderView odd = provider("Über GmbH", ProviderFamily.OPENAI, URI.create("http://[::1]:8080/base/v1/"));
        Attempt attempt = ModelRoute.of(llm("m", Optional.empty(), odd), new ProvidersView(List.of(odd)))
                .attempts()
                .getFirst();

        assertThat(attempt.host()).isEqualTo("::1");
        assertThat(attempt.hostHeader()).isEqualTo("[::1]:8080");
        assertThat(attempt.basePath()).isEqualTo("/base/v1");
        assertThat(attempt.tls()).isFalse();
        assertThat(attempt.nameHeader()).isEqualTo("%C3%9Cber GmbH");
        assertThat(attempt.toString()).doesNotContain(Views.UPSTREAM_KEY);
        assertThat(ModelRoute.of(llm("m", Optional.empty(), FIRST), new ProvidersView(List.of(FIRST)))
                        .attempts()
                        .getFirst()
                        .hostHeader())
                .isEqualTo("models.example");
    }

    private static ModelView llm(String name, Optional<String> alias, ProviderView... provider) {
        return model(
                ModelType.LLM,
                ProviderFamily.OPENAI,
                name,
                alias,
                List.of(provider).stream().findFirst());
    }

    private static ModelView bound(ProviderFamily family, String name, ProviderView provider) {
        return model(ModelType.LLM, family, name, Optional.empty(), Optional.of(provider));
    }

    private static RoutingTable routes(List<ProviderView> providers, ModelView... models) {
        return RoutingTable.of(new ProvidersView(providers), new ModelsView(List.of(models), Map.of()));
    }

    private static Outcome resolve(RoutingTable routes, String name) {
        return ModelResolution.resolve(routes, key(Set.of()), ModelType.LLM, _ -> true, Optional.of(name));
    }

    private static ModelView found(RoutingTable routes, String name) {
        return ((Outcome.Found) resolve(routes, name)).route().model();
    }

    private static ApiKeyView key(Set<String> allowedModels) {
        return new ApiKeyView(
                new ApiKeyId(new UUID(1, 1)),
                "key",
                Role.MEMBER,
                Optional.empty(),
                allowedModels,
                Optional.empty(),
                KeyHash.of("qm_key"),
                Optional.empty());
    }
}
