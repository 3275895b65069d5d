package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit trail as JSON objects, chain by chain in its order, with the codes that a later check needs. For the owner's role,
 * beside running servers; a page at a time, so that neither memory nor a transaction grows with the trail or a slow reader.
 */
public final class AuditExport {

    private static final int PAGE = 500;

    private final Database owner;
    private final JsonMapper json;
    private final AuditFilter filter;
    private final Listener listener;
    private final AuditEventStore events;
    private final AuditChainStore chains;
    private final AuditHeadStore heads = new AuditHeadStore();

    /** Takes what is exported, in order. */
    public interface Listener {
        /** One event: as the API shows it, and its chain, place and code. */
        void event(JsonNode event);

        /** All of a chain up to here was given, unless a time left some out. */
        void stands(String chain, AuditHead head);
    }

    /** @param from included, {@code to} is not */
    public AuditExport(
            Database owner, JsonMapper json, Optional<Instant> from, Optional<Instant> to, Listener listener) {
        this.owner = owner;
        this.json = json;
        this.filter = AuditFilter.between(from, to);
        this.listener = listener;
        this.events = new AuditEventStore(json);
        this.chains = new AuditChainStore(events);
    }

    /** The deployment's chain and then every tenant's, archived ones included. */
    public void exportAll() {
        exportDeployment();
        Optional<TenantId> last = Optional.empty();
        for (List<TenantId> some = tenantsAfter(last); !some.isEmpty(); some = tenantsAfter(last)) {
            some.forEach(this::export);
            last = Optional.of(some.getLast());
        }
    }

    /** The chain of one tenant. */
    public void export(TenantId tenant) {
        export(
                AuditChain.of(tenant),
                after -> owner.readTenant(
                        tenant, tx -> new Page(events.listUpwards(tx, filter, after, PAGE), heads.find(tx))));
    }

    /** The tenant of a slug or an id. */
    public Optional<TenantId> find(String slugOrId) {
        return owner.readDeployment(tx -> chains.findTenant(tx, slugOrId)
                .or(() -> TenantId.parse(slugOrId).filter(id -> chains.exists(tx, id))));
    }

    private void exportDeployment() {
        export(
                AuditChain.ofDeployment(),
                after -> owner.readDeployment(
                        tx -> new Page(events.listUpwards(tx, filter, after, PAGE), heads.find(tx))));
    }

    /** Versions order the events of a chain, those from before there were codes too; the head is as old as the last page. */
    private void export(String chain, LongFunction<Page> pageAfter) {
        Page page = pageAfter.apply(0);
        page.give(chain);
        while (page.events.size() == PAGE) {
            page = pageAfter.apply(page.events.getLast().event().configVersion());
            page.give(chain);
        }
        listener.stands(chain, page.head.orElse(AuditChain.EMPTY));
    }

    private List<TenantId> tenantsAfter(Optional<TenantId> last) {
        return owner.readDeployment(tx -> chains.listTenants(tx, last));
    }

    private final class Page {
        private final List<ChainedEvent> events;
        private final Optional<AuditHead> head;

        Page(List<ChainedEvent> events, Optional<AuditHead> head) {
            this.events = events;
            this.head = head;
        }

        void give(String chain) {
            events.forEach(event -> listener.event(line(chain, event)));
        }
    }

    private JsonNode line(String chain, ChainedEvent chained) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("chain", chain);
        chained.link().ifPresent(link -> {
            line.put("seq", link.seq());
            line.put("code", hex(link.mac()));
        });
        JsonNode shown = json.valueToTree(chained.event());
        shown.properties().forEach(field -> line.put(field.getKey(), field.getValue()));
        chained.request().ifPresent(request -> {
            line.put("idempotency_key", request.idempotencyKey());
            line.put("request_code", hex(request.code()));
        });
        return json.valueToTree(line);
    }

    private static String hex(Bytes code) {
        return HexFormat.of().formatHex(code.toByteArray());
    }
}
