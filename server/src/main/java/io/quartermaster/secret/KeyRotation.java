package io.quartermaster.secret;

import com.google.crypto.tink.Aead;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.secret.KeyRotationStore.Begun;
import io.quartermaster.secret.KeyRotationStore.DeploymentDataKey;
import io.quartermaster.secret.KeyRotationStore.TenantDataKey;
import io.quartermaster.secret.SealedColumns.SealedAt;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Replaces the master key, and if asked every data key but the audit trail's, while servers go on: in short transactions, each of which
 * leaves everything readable. Run again after it was stopped, it goes on. For the owner's role.
 */
public final class KeyRotation {

    private static final int BATCH = 200;

    private final Database owner;
    private final MasterKey master;
    private final DataKeyWrapping wrapping;
    private final Ids ids;
    private final List<SealedColumns> columns;
    private final DeploymentKeyRotation deployment;
    private final Consumer<String> progress;
    private final KeyRotationStore store = new KeyRotationStore();

    private long wrapped;
    private long resealed;
    private long retired;
    private long unreadable;

    public KeyRotation(
            Database owner,
            MasterKey master,
            Ids ids,
            List<SealedColumns> columns,
            List<SealedDeploymentColumns> deploymentColumns,
            Consumer<String> progress) {
        this.owner = owner;
        this.master = master;
        this.wrapping = new DataKeyWrapping(master);
        this.ids = ids;
        this.columns = List.copyOf(columns);
        this.deployment = new DeploymentKeyRotation(owner, ids, deploymentColumns);
        this.progress = progress;
    }

    /**
     * What was done.
     *
     * @param unreadable data keys and secrets that did not open before either, and were left as they are
     * @param left data keys that need an older master key still, because a server wraps with that one
     */
    public record Outcome(long wrapped, long resealed, long retired, long unreadable, long left) {

        /** Whether the older master keys can be thrown away. */
        public boolean complete() {
            return unreadable == 0 && left == 0;
        }
    }

    /**
     * Rotates, and then opens every secret with what will be left.
     *
     * @throws UnusableMasterKey before anything is changed, when a master key is missing that wrapped a data key
     */
    public Outcome run(boolean newDataKeys) {
        requireEveryMasterKey();
        progress.accept("Wrapping data keys with the master key " + master.id());
        wrapDeploymentKeys();
        wrapTenantKeys();
        if (newDataKeys) {
            progress.accept("Making new data keys and sealing every secret with them");
            Begun begun = owner.inDeployment(tx -> store.begin(tx, ids.next()));
            renewDeployment();
            for (TenantId tenant : new Tenants()) {
                renew(tenant, begun);
            }
            owner.inDeployment(tx -> {
                store.finish(tx);
                return tx;
            });
        }
        progress.accept("Opening every secret with the new keys only");
        return verify();
    }

    private void requireEveryMasterKey() {
        TreeMap<String, Long> missing = new TreeMap<>();
        for (TenantDataKey each : new TenantKeys()) {
            count(missing, each.key());
        }
        for (DeploymentDataKey each : owner.inDeployment(store::listDeploymentKeys)) {
            count(missing, each.key());
            if (each.purpose().equals("audit") && !wrapping.opens(each.key(), DataKeyWrapping.contextOf("audit"))) {
                missing.putIfAbsent(each.key().masterKeyId(), 1L);
            }
        }
        if (!missing.isEmpty()) {
            throw new UnusableMasterKey(
                    "Nothing was changed: "
                            + missing.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            + " data keys were wrapped by the master key " + String.join(", ", missing.keySet())
                            + ", and only " + String.join(", ", master.ids())
                            + " is given; add the older one behind the newer one, separated by a comma or on a line of its own.");
        }
    }

    private void count(Map<String, Long> missing, WrappedDataKey key) {
        if (!master.ids().contains(key.masterKeyId())) {
            missing.merge(key.masterKeyId(), 1L, Long::sum);
        }
    }

    private boolean isOld(WrappedDataKey key) {
        return !key.masterKeyId().equals(master.id());
    }

    private void wrapDeploymentKeys() {
        for (DeploymentDataKey old : owner.inDeployment(store::listDeploymentKeys)) {
            if (isOld(old.key())) {
                wrapping.again(old.key(), DataKeyWrapping.contextOf(old.purpose()))
                        .ifPresent(fresh -> {
                            owner.inDeployment(tx -> {
                                store.rewrap(tx, old, fresh);
                                return tx;
                            });
                            wrapped++;
                        });
            }
        }
    }

    private void wrapTenantKeys() {
        for (TenantDataKey old : new TenantKeys()) {
            if (isOld(old.key())) {
                wrapping.again(old.key(), DataKeyWrapping.contextOf(old.tenant()))
                        .ifPresent(fresh -> {
                            owner.inDeployment(tx -> {
                                store.rewrap(tx, old, fresh);
                                return tx;
                            });
                            wrapped++;
                            if (wrapped % 1_000 == 0) {
                                progress.accept(wrapped + " data keys wrapped");
                            }
                        });
            }
        }
    }

    private void renewDeployment() {
        DeploymentKeyRotation.Outcome shared = deployment.renew(master);
        resealed += shared.resealed();
        retired += shared.retired();
        unreadable += shared.unreadable();
    }

    /** In turn with the tenant's writers, a batch at a time, so that none of them waits long. */
    private void renew(TenantId tenant, Begun begun) {
        WrappedDataKey fresh = owner.inTurn(
                tenant,
                tx -> store.findNewestSince(tx, begun.at()).orElseGet(() -> {
                    WrappedDataKey made = wrapping.fresh(ids.next(), tenant);
                    store.insert(tx, made);
                    return made;
                }));
        long unreadableBefore = unreadable;
        for (SealedColumns each : columns) {
            Optional<UUID> after = Optional.empty();
            do {
                Optional<UUID> from = after;
                after = owner.inTurn(tenant, tx -> reseal(tx, each, from, fresh));
            } while (after.isPresent());
        }
        if (unreadable == unreadableBefore) {
            retired += owner.inTurn(tenant, tx -> store.deleteOthers(tx, fresh));
        }
    }

    /** Answers the last row of the batch, or nothing after the last batch. */
    private Optional<UUID> reseal(TenantAppendTx tx, SealedColumns column, Optional<UUID> after, WrappedDataKey fresh) {
        List<SealedAt> batch = column.list(tx, after, BATCH);
        KeyRing.Opener opener = opener(tx, master);
        Aead sealing = wrapping.require(fresh, tx.tenant());
        for (SealedAt old : batch) {
            if (!old.secret().dataKeyId().equals(fresh.id())) {
                switch (opener.open(old.place(), old.secret())) {
                    case Unsealed.Opened(Sensitive secret) -> {
                        column.replace(tx, old, DataKeyWrapping.seal(sealing, fresh.id(), old.place(), secret));
                        resealed++;
                    }
                    case Unsealed.Closed closed ->
                        unreadable++; // its data key stays too: another master key may turn up
                }
            }
        }
        return batch.size() < BATCH
                ? Optional.empty()
                : Optional.of(batch.getLast().place().row());
    }

    private KeyRing.Opener opener(io.quartermaster.platform.db.TenantScope tx, MasterKey with) {
        return KeyRing.withoutFingerprints(with, ids).opener(tx);
    }

    private Outcome verify() {
        MasterKey newest = master.newestOnly();
        DataKeyWrapping left = new DataKeyWrapping(newest);
        long stillOld = 0;
        long broken = 0;
        for (DeploymentDataKey each : owner.inDeployment(store::listDeploymentKeys)) {
            stillOld += isOld(each.key()) ? 1 : 0;
            broken += left.opens(each.key(), DataKeyWrapping.contextOf(each.purpose())) ? 0 : 1;
        }
        for (TenantDataKey each : new TenantKeys()) {
            stillOld += isOld(each.key()) ? 1 : 0;
            broken += left.opens(each.key(), DataKeyWrapping.contextOf(each.tenant())) ? 0 : 1;
        }
        broken += deployment.countClosed(newest);
        for (TenantId tenant : new Tenants()) {
            broken += closed(tenant, newest);
        }
        return new Outcome(wrapped, resealed, retired, broken, stillOld);
    }

    private long closed(TenantId tenant, MasterKey newest) {
        long closed = 0;
        for (SealedColumns each : columns) {
            Optional<UUID> after = Optional.empty();
            List<SealedAt> batch;
            do {
                Optional<UUID> from = after;
                record Opened(List<SealedAt> batch, long closed) {}
                Opened opened = owner.readTenant(tenant, tx -> {
                    List<SealedAt> some = each.list(tx, from, BATCH);
                    KeyRing.Opener opener = opener(tx, newest);
                    return new Opened(
                            some,
                            some.stream()
                                    .filter(at -> opener.open(at.place(), at.secret()) instanceof Unsealed.Closed)
                                    .count());
                });
                batch = opened.batch();
                closed += opened.closed();
                after = batch.isEmpty()
                        ? Optional.empty()
                        : Optional.of(batch.getLast().place().row());
            } while (batch.size() >= BATCH);
        }
        return closed;
    }

    /** All data keys of tenants, a few in memory at a time. */
    private final class TenantKeys implements Iterable<TenantDataKey> {
        @Override
        public java.util.Iterator<TenantDataKey> iterator() {
            return java.util.stream.Stream.iterate(
                            page(Optional.empty()), page -> !page.isEmpty(), page -> page(Optional.of(page.getLast())))
                    .flatMap(List::stream)
                    .iterator();
        }

        private List<TenantDataKey> page(Optional<TenantDataKey> after) {
            return owner.inDeployment(tx -> store.listTenantKeys(tx, after, BATCH));
        }
    }

    /** Each tenant that has a data key, once. */
    private final class Tenants implements Iterable<TenantId> {
        @Override
        public java.util.Iterator<TenantId> iterator() {
            Set<TenantId> last = new LinkedHashSet<>();
            return java.util.stream.StreamSupport.stream(new TenantKeys().spliterator(), false)
                    .map(TenantDataKey::tenant)
                    .filter(tenant -> {
                        boolean isNew = last.add(tenant); // keys come by tenant: only the one before can be the same
                        if (isNew && last.size() > 1) {
                            last.clear();
                            last.add(tenant);
                        }
                        return isNew;
                    })
                    .iterator();
        }
    }
}
