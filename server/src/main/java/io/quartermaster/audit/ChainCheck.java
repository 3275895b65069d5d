package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Walks along one chain, event by event in its order, and reports what does not fit; keeps only the last event's place. */
final class ChainCheck {

    private final AuditChain chain;
    private final String name;
    private final boolean everyVersionHasItsEvent;
    private final Map<Long, String> expected;
    private final Consumer<AuditFinding> report;

    private long unsigned;
    private long seq;
    private long version;
    private Optional<Bytes> mac = Optional.of(AuditChain.EMPTY.mac());

    /**
     * @param everyVersionHasItsEvent true of a tenant, none of whose versions was made without an event
     * @param expected codes of heads that were written down elsewhere, by how many events there were then
     */
    ChainCheck(
            AuditChain chain,
            String name,
            boolean everyVersionHasItsEvent,
            Map<Long, String> expected,
            Consumer<AuditFinding> report) {
        this.chain = chain;
        this.name = name;
        this.everyVersionHasItsEvent = everyVersionHasItsEvent;
        this.expected = expected;
        this.report = report;
    }

    void next(ChainedEvent event) {
        if (event.link().isEmpty()) {
            unsigned(event.event());
        } else {
            chained(event, event.link().get());
        }
    }

    /** From before there was a chain; those come first, and versions must lead from them to the chain without a gap. */
    private void unsigned(AuditEvent event) {
        unsigned++;
        if (event.configVersion() != unsigned) {
            found(0, "an event of version " + event.configVersion() + " has no code, and is not from before the chain");
        }
        version = unsigned;
    }

    private void chained(ChainedEvent event, ChainedEvent.Link link) {
        if (link.seq() != seq + 1) {
            found(link.seq(), link.seq() <= seq ? "there are two of it" : missing(seq + 1, link.seq() - 1));
        } else {
            if (mac.isPresent()) {
                checkCode(event, link);
            }
            checkVersion(event.event().configVersion());
        }
        seq = link.seq();
        version = event.event().configVersion();
        mac = Optional.of(link.mac());
        String written = expected.get(seq);
        if (written != null && !chain.head(name, seq, link.mac()).code().equals(written)) {
            found(seq, "it is not the event that the expected code was written down for");
        }
    }

    private void checkCode(ChainedEvent event, ChainedEvent.Link link) {
        AuditHead before = seq == 0 ? AuditChain.EMPTY : chain.head(name, seq, mac.orElseThrow());
        if (!chain.sign(name, before, event.event(), event.request()).equals(link.mac())) {
            found(
                    link.seq(),
                    "it or its code was changed, or it stands in another place than it was written at (version "
                            + event.event().configVersion() + ", "
                            + event.event().action() + ")");
        }
    }

    private void checkVersion(long current) {
        boolean fits = everyVersionHasItsEvent ? current == version + 1 : current > version;
        if (!fits) {
            found(seq + 1, "it is of version " + current + ", and the one before of version " + version);
        }
    }

    /** @param current the version at which tenant or deployment stand */
    void finish(Optional<AuditHead> head, long current) {
        if (head.isEmpty()) {
            if (seq > 0) {
                found(0, "its head is gone, which says how many events it has");
            }
        } else if (head.get().seq() > seq) {
            found(0, missing(seq + 1, head.get().seq()) + " from its end");
        } else if (head.get().seq() < seq) {
            found(0, "its head says " + head.get().seq() + " events, and there are " + seq);
        } else if (seq > 0 && !chain.head(name, seq, mac.orElseThrow()).equals(head.get())) {
            found(0, "the code of its head or of its last event was changed");
        }
        if (everyVersionHasItsEvent ? current != version : current < version) {
            found(0, "the settings stand at version " + current + ", and its last event is of version " + version);
        }
        expected.keySet().stream()
                .filter(wanted -> wanted > seq)
                .forEach(wanted ->
                        found(wanted, "a code was written down for it, and the chain has only " + seq + " events"));
    }

    private static String missing(long first, long last) {
        return first == last ? "event " + first + " is missing" : "events " + first + " to " + last + " are missing";
    }

    private void found(long at, String problem) {
        report.accept(new AuditFinding(name, at, problem));
    }
}
