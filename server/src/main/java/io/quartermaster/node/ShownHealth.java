package io.quartermaster.node;

import io.quartermaster.node.ReportedCircuit.Failed;
import io.quartermaster.platform.TenantId;
import io.quartermaster.provider.ProviderConfigId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The deployment's health as the API tells it. */
record ShownHealth(String release, ShownDatabase database, List<ShownNode> nodes) {

    ShownHealth {
        nodes = List.copyOf(nodes);
    }

    /** The database, as the node that answers finds it. */
    record ShownDatabase(
            String version, boolean embedded, Optional<String> schemaVersion, String expectedSchemaVersion) {}

    /**
     * A node.
     *
     * @param id of its process
     * @param node of its data folder
     */
    record ShownNode(
            UUID id,
            UUID node,
            String host,
            String release,
            Instant startedAt,
            Instant lastSeenAt,
            boolean alive,
            boolean thisNode,
            boolean ready,
            List<String> reasons,
            List<String> warnings,
            int callsInFlight,
            long spoolBytes,
            Drift drift,
            List<ShownCircuit> circuits,
            int circuitsTotal) {

        static ShownNode of(
                NodeStore.Told told, boolean alive, boolean thisNode, Map<TenantId, CircuitNames.OfTenant> names) {
            NodeReport report = told.report();
            return new ShownNode(
                    told.life(),
                    told.node(),
                    report.host(),
                    report.release(),
                    told.startedAt(),
                    told.seenAt(),
                    alive,
                    thisNode,
                    report.ready(),
                    report.reasons(),
                    report.warnings(),
                    report.callsInFlight(),
                    report.spoolBytes(),
                    report.drift(),
                    report.circuits().stream()
                            .map(circuit ->
                                    ShownCircuit.of(circuit, Optional.ofNullable(names.get(circuit.tenantId()))))
                            .toList(),
                    report.circuitsTotal());
        }
    }

    /** A circuit that is not closed, by the names of those it is about. */
    record ShownCircuit(
            TenantId tenantId,
            Optional<String> tenantSlug,
            Optional<ProviderConfigId> providerId,
            Optional<String> providerName,
            String family,
            String circuit,
            Optional<Instant> openUntil,
            int consecutiveFailures,
            Optional<Failed> lastFailure) {

        static ShownCircuit of(ReportedCircuit circuit, Optional<CircuitNames.OfTenant> names) {
            return new ShownCircuit(
                    circuit.tenantId(),
                    names.flatMap(CircuitNames.OfTenant::slug),
                    circuit.providerId(),
                    names.flatMap(tenant -> circuit.providerId()
                            .flatMap(
                                    id -> Optional.ofNullable(tenant.providers().get(id)))),
                    circuit.family(),
                    circuit.circuit(),
                    circuit.openUntil(),
                    circuit.consecutiveFailures(),
                    circuit.lastFailure());
        }
    }
}
