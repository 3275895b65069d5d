package io.quartermaster.gateway;

import io.quartermaster.access.Role;
import io.quartermaster.gateway.snapshot.PersonalTenants;
import io.quartermaster.gateway.snapshot.Snapshots;
import io.quartermaster.gateway.snapshot.Snapshots.KeyFinding;
import io.quartermaster.gateway.snapshot.WarmTenant;
import io.quartermaster.platform.db.NoSuchTenant;
import io.quartermaster.tenant.ApiKeyId;
import io.quartermaster.tenant.ApiKeyView;
import io.quartermaster.tenant.KeyHash;
import io.quartermaster.tenant.KeyOwner;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Finds the caller of a key: from memory, or else from the database. Trouble there is never taken for a wrong key. */
public final class Authenticator {

    private static final String PREFIX = "qm_";
    private static final int LONGEST_KEY = 128;

    private final Snapshots snapshots;
    private final PersonalTenants people;
    private final InstantSource clock;

    Authenticator(Snapshots snapshots, PersonalTenants people, InstantSource clock) {
        this.snapshots = snapshots;
        this.people = people;
        this.clock = clock;
    }

    /** Who it is, or why they may not call. */
    public sealed interface Outcome {
        record Known(Caller caller) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    /** Whether the text can be a key at all; if not, there is nothing to look up. */
    public static boolean looksLikeKey(@Nullable String key) {
        if (key == null || !key.startsWith(PREFIX) || key.length() > LONGEST_KEY) {
            return false;
        }
        for (int i = PREFIX.length(); i < key.length(); i++) {
            char letter = key.charAt(i);
            if ((letter < '0' || letter > '9')
                    && (letter < 'A' || letter > 'Z')
                    && (letter < 'a' || letter > 'z')
                    && letter != '_') {
                return false;
            }
        }
        return true;
    }

    /** The outcome when all that it takes is in memory. */
    public Optional<Outcome> findWarm(KeyHash hash) {
        Optional<KeyFinding> finding = snapshots.findWarmKey(hash);
        if (finding.isEmpty()) {
            return Optional.empty();
        }
        return switch (finding.get()) {
            case KeyFinding.OfTenant(KeyOwner owner) ->
                snapshots.findWarm(owner.tenant()).flatMap(tenant -> personal(judge(tenant, owner.key(), hash)));
            case KeyFinding.OfOperator _ -> Optional.of(new Outcome.Refused(Refusal.operatorKey()));
            case KeyFinding.Unknown _ -> Optional.of(new Outcome.Refused(Refusal.unknownKey()));
        };
    }

    /** The outcome, with the database asked where needed; never completes exceptionally, and on any thread. */
    public CompletableFuture<Outcome> find(KeyHash hash) {
        return snapshots
                .findWarmKey(hash)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> snapshots.findKey(hash))
                .thenCompose(finding -> find(finding, hash))
                .exceptionally(Authenticator::unavailable);
    }

    private CompletableFuture<Outcome> find(KeyFinding finding, KeyHash hash) {
        return switch (finding) {
            case KeyFinding.OfTenant(KeyOwner owner) ->
                snapshots
                        .findWarm(owner.tenant()) // one that knows no such key may be older than the key
                        .filter(tenant -> judge(tenant, owner.key(), hash) instanceof Outcome.Known)
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> snapshots.load(owner.tenant()))
                        .thenCompose(tenant -> loadPersonal(judge(tenant, owner.key(), hash), hash));
            case KeyFinding.OfOperator _ ->
                CompletableFuture.completedFuture(new Outcome.Refused(Refusal.operatorKey()));
            case KeyFinding.Unknown _ -> CompletableFuture.completedFuture(new Outcome.Refused(Refusal.unknownKey()));
        };
    }

    /** What a person's call finds, whose own keys count; a service's is what the tenant is. */
    private Optional<Outcome> personal(Outcome outcome) {
        return outcome instanceof Outcome.Known(Caller(WarmTenant tenant, ApiKeyView key))
                        && key.user().isPresent()
                ? people.findWarm(tenant, key.user().get()).map(own -> new Outcome.Known(new Caller(own, key)))
                : Optional.of(outcome);
    }

    private CompletableFuture<Outcome> loadPersonal(Outcome outcome, KeyHash hash) {
        return outcome instanceof Outcome.Known(Caller(WarmTenant tenant, ApiKeyView key))
                        && key.user().isPresent()
                // judged again: reading the keys may have shown that the tenant changed meanwhile
                ? people.load(tenant, key.user().get()).thenApply(own -> judge(own, key.id(), hash))
                : CompletableFuture.completedFuture(outcome);
    }

    private static Outcome unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Outcome.Refused(
                cause instanceof NoSuchTenant ? Refusal.unknownKey() : Refusal.settingsUnavailable());
    }

    /** The hash found the key, but only the tenant knows whether that text is the key's still. */
    private Outcome judge(WarmTenant tenant, ApiKeyId id, KeyHash hash) {
        ApiKeyView key = tenant.snapshot().tenant().keys().get(id);
        return switch (tenant.snapshot().tenant().status()) {
            case ARCHIVED -> new Outcome.Refused(Refusal.unknownKey());
            case SUSPENDED, ACTIVE ->
                key == null || !accepts(key, hash) ? new Outcome.Refused(Refusal.unknownKey()) : judge(tenant, key);
        };
    }

    private boolean accepts(ApiKeyView key, KeyHash hash) {
        return key.hash().equals(hash) || (key.previous().isPresent() && key.accepts(hash, clock.instant()));
    }

    private Outcome judge(WarmTenant tenant, ApiKeyView key) {
        if (key.expiresAt().isPresent() && key.expiredAt(clock.instant())) {
            return new Outcome.Refused(Refusal.expiredKey());
        }
        return switch (tenant.snapshot().tenant().status()) {
            case ARCHIVED, SUSPENDED -> new Outcome.Refused(Refusal.suspended());
            case ACTIVE ->
                key.role() == Role.VIEWER
                        ? new Outcome.Refused(Refusal.viewer())
                        : new Outcome.Known(new Caller(tenant, key));
        };
    }
}
