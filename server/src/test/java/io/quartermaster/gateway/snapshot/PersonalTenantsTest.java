package io.quartermaster.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.model.ModelType;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.HeldCredential;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.UserKeyStamp;
import io.quartermaster.provider.UserKeysView;
import io.quartermaster.secret.Unsealed;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is remembered of people's keys: nothing is read twice, and nothing old is used. */
final class PersonalTenantsTest {

    private static final Executor HERE = Runnable::run;
    private static final UserKeyStamp SOME = new UserKeyStamp(3, 7, Optional.empty());
    private static final UserKeyStamp OTHER = new UserKeyStamp(3, 8, Optional.empty());
    private final UserId user = new UserId(UUID.randomUUID());
    private final Tenants source = new Tenants();
    private final Tenants.Tenant tenant = source.create();
    private final SnapshotPolicy policy = SnapshotPolicy.of(Duration.ofMinutes(10));
    private final Snapshots snapshots = new Snapshots(source, policy, HERE, System::nanoTime);
    private final AtomicInteger reads = new AtomicInteger();
    private final ProviderView provider =
            Views.openToUsers(Views.provider("main", ProviderFamily.OPENAI, URI.create("http://127.0.0.1:9/v1")));
    private volatile UserKeysView keys = new UserKeysView(1, SOME, Map.of());
    private final PersonalTenants people = new PersonalTenants(
            (_, _) -> {
                reads.incrementAndGet();
                return keys;
            },
            snapshots,
            policy,
            HERE,
            System::nanoTime);

    PersonalTenantsTest() {
        tenant.providers(provider);
        tenant.model(
                Views.model(ModelType.LLM, ProviderFamily.OPENAI, "gpt-4o", Optional.empty(), Optional.of(provider)));
    }

    @Test
    void nothingIsReadForATenantWithoutUserKeys() {
        WarmTenant warm = snapshot(UserKeyStamp.NONE);
        assertThat(people.findWarm(warm, user)).containsSame(warm);
        assertThat(people.load(warm, user).join()).isSameAs(warm);
        assertThat(reads).hasValue(0);
    }

    @Test
    void aPersonsKeysAreReadOnceAndAgainOnlyWhenSomeUserKeyChanged() {
        keys = own(SOME, "sk-own");
        WarmTenant first = snapshot(SOME);
        assertThat(people.findWarm(first, user)).isEmpty();
        WarmTenant own = people.load(first, user).join();
        assertThat(key(own)).isEqualTo("user Bearer sk-own");
        assertThat(people.findWarm(first, user)).containsSame(own);

        tenant.touch();
        WarmTenant second = snapshot(SOME);
        assertThat(people.findWarm(second, user)).as("made of older settings").isEmpty();
        assertThat(key(people.load(second, user).join())).isEqualTo("user Bearer sk-own");
        assertThat(people.findWarm(second, user)).isPresent();
        assertThat(reads).hasValue(1);

        keys = own(OTHER, "sk-changed");
        WarmTenant third = snapshot(OTHER);
        assertThat(people.findWarm(third, user)).isEmpty();
        assertThat(key(people.load(third, user).join())).isEqualTo("user Bearer sk-changed");
        assertThat(reads).hasValue(2);
    }

    @Test
    void whoHasNoKeyIsRememberedTooAndKeepsNoOldSnapshot() {
        keys = new UserKeysView(1, SOME, Map.of());
        WarmTenant first = snapshot(SOME);
        assertThat(people.load(first, user).join()).isSameAs(first);
        tenant.touch();
        WarmTenant second = snapshot(SOME);
        assertThat(people.findWarm(second, user)).containsSame(second);
        assertThat(reads).hasValue(1);
    }

    @Test
    void keysThatAreNewerThanTheSettingsWaitForThem() {
        WarmTenant old = snapshot(SOME);
        ProviderView elsewhere =
                Views.openToUsers(Views.provider("moved", ProviderFamily.OPENAI, URI.create("http://127.0.0.2:9/v1")));
        tenant.providers(elsewhere);
        long version = source.stamp(tenant, OTHER);
        keys = new UserKeysView(version, OTHER, Map.of(provider.id().orElseThrow(), held("sk-for-the-new-settings")));
        WarmTenant own = people.load(old, user).join();
        assertThat(own.snapshot().version()).isEqualTo(version);
        assertThat(own.snapshot().providers().byPrecedence())
                .extracting(ProviderView::name)
                .containsExactly("moved");
        assertThat(snapshots.findWarm(tenant.id)).isPresent();
    }

    @Test
    void withoutTheDatabaseAColdPersonIsNoPersonWithoutKeys() {
        WarmTenant warm = snapshot(SOME);
        PersonalTenants cutOff = new PersonalTenants(
                (_, _) -> {
                    throw new DatabaseUnavailable("cut off", new IllegalStateException());
                },
                snapshots,
                policy,
                HERE,
                System::nanoTime);
        assertThatThrownBy(() -> cutOff.load(warm, user).join()).hasCauseInstanceOf(DatabaseUnavailable.class);
        assertThat(cutOff.findWarm(warm, user)).isEmpty();
    }

    private WarmTenant snapshot(UserKeyStamp stamp) {
        source.stamp(tenant, stamp);
        return snapshots.load(tenant.id).join();
    }

    private UserKeysView own(UserKeyStamp stamp, String text) {
        return new UserKeysView(1, stamp, Map.of(provider.id().orElseThrow(), held(text)));
    }

    private static HeldCredential held(String text) {
        return new HeldCredential(CredentialForm.API_KEY, new Unsealed.Opened(new Sensitive(text)));
    }

    private static String key(WarmTenant tenant) {
        Attempt attempt = tenant.routes().all().iterator().next().attempts().getFirst();
        assertThat(attempt.credentialSource()).isEqualTo(CredentialSource.USER);
        return attempt.credentialSource().word() + " "
                + attempt.credential().map(header -> header.value().reveal()).orElse("");
    }
}
