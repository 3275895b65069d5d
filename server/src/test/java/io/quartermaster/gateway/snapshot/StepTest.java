package io.quartermaster.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.CredentialFacts;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.CredentialPolicy;
import io.quartermaster.provider.HeldCredential;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.secret.Unsealed;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order in which providers are tried. */
class StepTest {

    private static final CredentialPolicy USERS_ONLY = new CredentialPolicy(false, true, false);
    private static final CredentialPolicy USERS_FIRST = new CredentialPolicy(true, true, true);

    private final ProviderView central = provider("central");
    private final ProviderView another = provider("another");

    @Test
    void siblingsComeByPrecedenceAndThenTheFallbacks() {
        ModelRoute model = Attempts.route(Views.llm("small"), central, another);
        ModelRoute fallback = Attempts.route(Views.llm("large"), another);

        assertThat(names(Step.plan(model, List.of(fallback))))
                .containsExactly("small at central", "small at another", "large at another");
    }

    @Test
    void aPersonsKeyIsNotFollowedByTheTenantsUnlessThePolicyLetsIt() {
        ModelRoute strict = Attempts.route(Views.llm("small"), personal("own", USERS_ONLY), central);
        ModelRoute lenient = Attempts.route(Views.llm("small"), personal("own", USERS_FIRST), central);
        ModelRoute fallback = Attempts.route(Views.llm("large"), central);
        ModelRoute ownFallback = Attempts.route(Views.llm("large"), personal("mine", USERS_ONLY));

        assertThat(names(Step.plan(strict, List.of(fallback, ownFallback))))
                .containsExactly("small at own", "large at mine");
        assertThat(names(Step.plan(lenient, List.of(fallback))))
                .containsExactly("small at own", "small at central", "large at central");
    }

    private static List<String> names(List<Step> plan) {
        return plan.stream()
                .map(step -> step.route().model().model() + " at "
                        + step.attempt().provider().name())
                .toList();
    }

    private static ProviderView provider(String name) {
        return Views.provider(name, ProviderFamily.OPENAI, URI.create("https://provider.test/v1"));
    }

    private static ProviderView personal(String name, CredentialPolicy policy) {
        ProviderView provider = provider(name);
        CredentialFacts facts = provider.facts();
        HeldCredential own =
                new HeldCredential(CredentialForm.API_KEY, new Unsealed.Opened(new Sensitive("sk-of-a-person")));
        return new ProviderView(
                provider.id(),
                provider.family(),
                provider.name(),
                provider.baseUrl(),
                provider.settings(),
                true,
                new CredentialFacts(
                        facts.kind(),
                        policy,
                        Optional.of(own),
                        facts.centralKey(),
                        false,
                        Optional.empty(),
                        false,
                        false));
    }
}
