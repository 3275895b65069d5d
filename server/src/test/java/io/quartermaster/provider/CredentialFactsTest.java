package io.quartermaster.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.ProviderFamily.CredentialKind;
import io.quartermaster.secret.Unsealed;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which key a call that no user makes is made with, as a table; case 29 has user keys, too. */
final class CredentialFactsTest {

    private static final Sensitive STORED = new Sensitive("sk-stored");
    private static final Sensitive DEPLOYMENT = new Sensitive("sk-deployment");

    @ParameterizedTest(name = "{0} kind={1} policy={2} stored={3} deployment={4} own address={5} is {6}")
    @CsvSource(textBlock = """
            case23_centralKey,           required, TFF, open,   no,  no,  central
            case23_missing,              required, TFF, none,   no,  yes, missing_api_key
            case23_deployment,           required, TFF, none,   yes, yes, deployment
            case23_storedFirst,          required, TFF, open,   yes, yes, central
            case05_customAddress,        required, TFF, none,   yes, no,  missing_api_key
            case05_optionalKeyless,      optional, TFF, none,   no,  no,  none
            case05_optionalCustom,       optional, TFF, none,   yes, no,  none
            case05_optionalDeployment,   optional, TFF, none,   yes, yes, deployment
            case05_optionalStored,       optional, TFF, open,   yes, yes, central
            case24_userOnly,             required, FTF, none,   no,  yes, user_api_key_required
            case24_storedIsIgnored,      required, FTF, open,   yes, yes, user_api_key_required
            case24_keylessIsIgnored,     optional, FTF, none,   no,  no,  user_api_key_required
            case25_fallbackOff,          required, TTF, open,   yes, yes, user_api_key_required
            case26_fallbackToCentral,    required, TTT, open,   no,  no,  central
            case26_fallbackToDeployment, required, TTT, none,   yes, yes, deployment
            case26_nothingAtAll,         required, TTT, none,   no,  yes, user_api_key_required
            case26_customAddress,        required, TTT, none,   yes, no,  user_api_key_required
            case27_ambient,              ambient,  TFF, none,   granted, yes, ambient
            case27_ambientNotGranted,    ambient,  TFF, none,   no,  yes, missing_api_key
            case27_ambientElsewhere,     ambient,  TFF, none,   granted, no,  missing_api_key
            case27_ambientStored,        ambient,  TFF, open,   no,  no,  central
            case28_unreadable,           required, TFF, closed, no,  no,  credential_unreadable
            case28_noWayAround,          required, TFF, closed, yes, yes, credential_unreadable
            case28_notKeylessEither,     optional, TFF, closed, no,  no,  credential_unreadable
            case28_withUserKeys,         required, TTT, closed, yes, yes, credential_unreadable
            case28_userOnly,             required, FTF, closed, no,  no,  user_api_key_required
            """)
    void aCallIsMadeWith(
            String name,
            String kind,
            String policy,
            String stored,
            String deployment,
            String address,
            String expected) {
        ResolvedCredential resolved =
                facts(kind, policy, stored, deployment, address).resolve();
        assertThat(word(resolved)).as(name).isEqualTo(expected);
        assertThat(key(resolved))
                .as(name)
                .isEqualTo(
                        switch (expected) {
                            case "central" -> Optional.of("sk-stored");
                            case "deployment" -> Optional.of("sk-deployment");
                            default -> Optional.empty();
                        });
    }

    @Test
    void case05_inNoStateDoesADeploymentOrAmbientCredentialGoToATenantsAddress() {
        for (CredentialKind kind : CredentialKind.values()) {
            for (String policy : new String[] {"TFF", "FTF", "TTF", "TTT"}) {
                for (String stored : new String[] {"none", "open", "closed"}) {
                    for (String deployment : new String[] {"yes", "granted", "no"}) {
                        ResolvedCredential resolved = facts(kind.word(), policy, stored, deployment, "no")
                                .resolve();
                        assertThat(word(resolved)).isNotIn("deployment", "ambient");
                        assertThat(key(resolved)).isNotEqualTo(Optional.of("sk-deployment"));
                    }
                }
            }
        }
    }

    @Test
    void case27_aSharedProviderWithoutAKeyIsTheOperatorsGrantOfTheServersIdentity() {
        CredentialFacts facts = new CredentialFacts(
                CredentialKind.AMBIENT,
                CredentialPolicy.CENTRAL_ONLY,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                false,
                true);

        assertThat(word(facts.resolve())).isEqualTo("ambient");
    }

    private static CredentialFacts facts(String kind, String policy, String stored, String deployment, String address) {
        return new CredentialFacts(
                CredentialKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                new CredentialPolicy(policy.charAt(0) == 'T', policy.charAt(1) == 'T', policy.charAt(2) == 'T'),
                Optional.empty(),
                held(stored, STORED),
                false,
                deployment.equals("yes") ? Optional.of(DEPLOYMENT) : Optional.empty(),
                !deployment.equals("no"),
                address.equals("yes"));
    }

    private static Optional<HeldCredential> held(String state, Sensitive key) {
        return switch (state) {
            case "open" -> Optional.of(new HeldCredential(CredentialForm.API_KEY, new Unsealed.Opened(key)));
            case "closed" -> Optional.of(new HeldCredential(CredentialForm.API_KEY, new Unsealed.Closed()));
            default -> Optional.empty();
        };
    }

    private static String word(ResolvedCredential resolved) {
        return switch (resolved) {
            case ResolvedCredential.Found found -> found.source().word();
            case ResolvedCredential.Missing(UnusableReason reason) -> reason.word();
        };
    }

    private static Optional<String> key(ResolvedCredential resolved) {
        return resolved instanceof ResolvedCredential.Found found
                ? found.apiKey().map(Sensitive::reveal)
                : Optional.empty();
    }
}
