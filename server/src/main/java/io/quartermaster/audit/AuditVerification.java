package io.quartermaster.audit;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds what was cut, changed, inserted or moved in the audit trail by somebody without the master key. For the owner's role,
 * whom row level security does not bind, beside running servers: a chain is compared with its head in one snapshot.
 */
public final class AuditVerification {

    /** Of a chain that is broken everywhere, this many findings tell enough. */
    private static final int MOST_FINDINGS_OF_A_CHAIN = 20;

    private final Database owner;
    private final AuditChain chain;
    private final AuditHeadStore heads = new AuditHeadStore();
    private final AuditChainStore store;
    private final Map<String, Map<Long, String>> expected;
    private final Listener listener;

    /** Hears of each chain. */
    public interface Listener {
        void found(AuditFinding finding);

        /** The chain was walked through and stands here. */
        void stands(String chain, AuditHead head);
    }

    /** @param expected codes of heads that were kept elsewhere, by chain and by how many events it had then */
    public AuditVerification(
            Database owner,
            JsonMapper json,
            AuditSeal seal,
            Map<String, Map<Long, String>> expected,
            Listener listener) {
        this.owner = owner;
        this.chain = new AuditChain(seal);
        this.store = new AuditChainStore(new AuditEventStore(json));
        this.expected = Map.copyOf(expected);
        this.listener = listener;
    }

    /** Every chain, and whether one is missing. */
    public void verifyAll() {
        verifyDeployment();
        verifyNumberOfChains();
        owner.readDeployment(store::listWithoutTenant)
                .forEach(gone ->
                        listener.found(new AuditFinding(AuditChain.of(gone), 0, "the tenant of this chain is gone")));
        Optional<TenantId> last = Optional.empty();
        for (List<TenantId> some = tenantsAfter(last); !some.isEmpty(); some = tenantsAfter(last)) {
            some.forEach(this::verify);
            last = Optional.of(some.getLast());
        }
        expected.keySet().stream()
                .filter(name -> !name.equals(AuditChain.ofDeployment()))
                .filter(name -> !exists(name))
                .forEach(name -> listener.found(
                        new AuditFinding(name, 0, "a code was written down for this chain, and it is gone")));
    }

    /** The chain of one tenant. */
    public void verify(TenantId tenant) {
        String name = AuditChain.of(tenant);
        Optional<AuditHead> head = owner.readTenant(tenant, tx -> {
            ChainCheck check = check(name, true);
            store.forEach(tx, check::next);
            Optional<AuditHead> found = heads.find(tx);
            check.finish(found, store.version(tx));
            return found;
        });
        listener.stands(name, head.orElse(AuditChain.EMPTY));
    }

    /** The tenant of a slug or an id. */
    public Optional<TenantId> find(String slugOrId) {
        return owner.readDeployment(tx ->
                TenantId.parse(slugOrId).filter(id -> store.exists(tx, id)).or(() -> store.findTenant(tx, slugOrId)));
    }

    private boolean exists(String chainName) {
        return find(chainName).isPresent();
    }

    private List<TenantId> tenantsAfter(Optional<TenantId> last) {
        return owner.readDeployment(tx -> store.listTenants(tx, last));
    }

    private void verifyDeployment() {
        String name = AuditChain.ofDeployment();
        Optional<AuditHead> head = owner.readDeployment(tx -> {
            ChainCheck check = check(name, false);
            store.forEach(tx, check::next);
            Optional<AuditHead> found = heads.find(tx);
            check.finish(found, store.version(tx));
            return found;
        });
        listener.stands(name, head.orElse(AuditChain.EMPTY));
    }

    private void verifyNumberOfChains() {
        owner.readDeployment(tx -> {
            long count = heads.count(tx);
            Optional<AuditHead> signed = heads.findChains(tx);
            if (!signed.equals(
                    Optional.of(chain.chains(signed.map(AuditHead::seq).orElse(0L))))) {
                listener.found(new AuditFinding(
                        AuditChain.ofDeployment(), 0, "the number of tenants with a chain was changed or removed"));
            } else if (signed.get().seq() != count) {
                listener.found(new AuditFinding(
                        AuditChain.ofDeployment(),
                        0,
                        signed.get().seq() + " tenants were given a chain, and " + count + " have one"));
            }
            return count;
        });
    }

    private ChainCheck check(String name, boolean everyVersionHasItsEvent) {
        AtomicLong findings = new AtomicLong();
        Consumer<AuditFinding> report = finding -> {
            long count = findings.incrementAndGet();
            if (count <= MOST_FINDINGS_OF_A_CHAIN) {
                listener.found(finding);
            } else if (count == MOST_FINDINGS_OF_A_CHAIN + 1) {
                listener.found(new AuditFinding(name, 0, "there is more wrong with it than is shown here"));
            }
        };
        return new ChainCheck(chain, name, everyVersionHasItsEvent, expected.getOrDefault(name, Map.of()), report);
    }
}
