package io.quartermaster.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.CredentialFacts;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.CredentialPolicy;
import io.quartermaster.provider.HeldCredential;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderFamily.CredentialKind;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.ResolvedCredential;
import io.quartermaster.provider.UnusableReason;
import io.quartermaster.secret.Unsealed;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Case 29, of all states: what the API reports, what the gateway sends, and what the rules say, are one. */
final class CredentialAgreementTest {

    private static final List<String> KEYS = List.of("none", "open", "closed");
    private static final List<String> POLICIES = List.of("TFF", "FTF", "TTF", "TTT");
    private static final List<Boolean> EITHER = List.of(true, false);

    /** All that decides. */
    private record State(
            CredentialKind kind,
            String policy,
            String user,
            String central,
            boolean shared,
            boolean deployment,
            boolean granted,
            boolean atDeploymentUrl) {

        CredentialFacts facts(Optional<HeldCredential> userKey) {
            return new CredentialFacts(
                    kind,
                    new CredentialPolicy(policy.charAt(0) == 'T', policy.charAt(1) == 'T', policy.charAt(2) == 'T'),
                    userKey,
                    held(central, "sk-central"),
                    shared,
                    deployment ? Optional.of(new Sensitive("sk-deployment")) : Optional.empty(),
                    granted,
                    atDeploymentUrl);
        }

        /** The rules once more, in the order in which cases 23 to 28 tell them. */
        String expected() {
            boolean userAllowed = policy.charAt(1) == 'T';
            boolean centralServes = policy.equals("TFF") || policy.equals("TTT");
            if (userAllowed && !user.equals("none")) {
                return user.equals("open") ? "user sk-user" : "credential_unreadable";
            }
            if (!centralServes) {
                return "user_api_key_required";
            }
            if (!central.equals("none")) {
                return central.equals("open")
                        ? (shared ? "shared" : "central") + " sk-central"
                        : "credential_unreadable";
            }
            if (deployment && atDeploymentUrl && !shared) {
                return "deployment sk-deployment";
            }
            if (kind == CredentialKind.OPTIONAL) {
                return "none ";
            }
            if (kind == CredentialKind.AMBIENT && atDeploymentUrl && (shared || granted)) {
                return "ambient ";
            }
            return userAllowed ? "user_api_key_required" : "missing_api_key";
        }
    }

    @Test
    void case29_theApiTheGatewayAndTheRulesAgreeInEveryState() {
        int states = 0;
        for (CredentialKind kind : CredentialKind.values()) {
            for (String policy : POLICIES) {
                for (String user : KEYS) {
                    for (String central : KEYS) {
                        for (boolean shared : EITHER) {
                            for (boolean deployment : EITHER) {
                                for (boolean granted : EITHER) {
                                    for (boolean own : EITHER) {
                                        agree(new State(kind, policy, user, central, shared, deployment, granted, own));
                                        states++;
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        assertThat(states).isEqualTo(3 * 4 * 3 * 3 * 2 * 2 * 2 * 2);
    }

    private static void agree(State state) {
        String reported = word(state.facts(held(state.user(), "sk-user")).resolve());
        ProviderView plain = Views.provider("main", ProviderFamily.OPENAI, URI.create("http://127.0.0.1:9/v1"));
        ProviderView provider = new ProviderView(
                plain.id(),
                plain.family(),
                plain.name(),
                plain.baseUrl(),
                plain.settings(),
                true,
                state.facts(Optional.empty()));
        ProvidersView providers = new ProvidersView(List.of(provider))
                .withUserKeys(held(state.user(), "sk-user")
                        .map(key -> Map.of(provider.id().orElseThrow(), key))
                        .orElse(Map.of()));
        ModelView model =
                Views.model(ModelType.LLM, ProviderFamily.OPENAI, "gpt-4o", Optional.empty(), Optional.of(provider));
        ModelRoute route = ModelRoute.of(model, providers);
        String sent = route.attempts().stream()
                .findFirst()
                .map(attempt -> attempt.credentialSource().word() + " "
                        + attempt.credential()
                                .map(header -> header.value().reveal().replace("Bearer ", ""))
                                .orElse(""))
                .orElseGet(() -> route.unusable().map(UnusableReason::word).orElse("neither"));
        assertThat(List.of(reported, sent)).as(state.toString()).containsOnly(state.expected());
    }

    private static Optional<HeldCredential> held(String state, String text) {
        return switch (state) {
            case "open" ->
                Optional.of(new HeldCredential(CredentialForm.API_KEY, new Unsealed.Opened(new Sensitive(text))));
            case "closed" -> Optional.of(new HeldCredential(CredentialForm.API_KEY, new Unsealed.Closed()));
            default -> Optional.empty();
        };
    }

    private static String word(ResolvedCredential resolved) {
        return switch (resolved) {
            case ResolvedCredential.Found found ->
                found.source().word() + " "
                        + found.apiKey().map(Sensitive::reveal).orElse("");
            case ResolvedCredential.Missing(UnusableReason reason) -> reason.word();
        };
    }
}
