package io.quartermaster.node;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.Permission;
import io.quartermaster.node.NodeStore.Told;
import io.quartermaster.node.ShownHealth.ShownDatabase;
import io.quartermaster.node.ShownHealth.ShownNode;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.SchemaWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads how the deployment is: this node from its memory, the others as they told of themselves last. */
final class DeploymentHealth {

    private static final Duration ALIVE = Duration.ofSeconds(20);

    private final Database database;
    private final Authorizer authorizer;
    private final NodeLife life;
    private final NodeSigns signs;
    private final SchemaWatch schema;
    private final boolean embedded;
    private final CircuitNames circuitNames;
    private final NodeStore store = new NodeStore();

    DeploymentHealth(
            Database database,
            Authorizer authorizer,
            NodeLife life,
            NodeSigns signs,
            SchemaWatch schema,
            boolean embedded,
            CircuitNames circuitNames) {
        this.database = database;
        this.authorizer = authorizer;
        this.life = life;
        this.signs = signs;
        this.schema = schema;
        this.embedded = embedded;
        this.circuitNames = circuitNames;
    }

    private record Listed(Instant now, List<Told> nodes) {}

    ShownHealth read(Caller caller) {
        authorizer.require(caller, Permission.READ_DEPLOYMENT_HEALTH);
        NodeReport own = signs.report();
        Listed listed = database.readDeployment(tx -> new Listed(store.now(tx), store.list(tx)));
        Instant dead = listed.now().minus(ALIVE);
        List<Told> nodes = withOwn(listed, own);
        Map<TenantId, CircuitNames.OfTenant> names = circuitNames.of(nodes.stream()
                .flatMap(node -> node.report().circuits().stream())
                .toList());
        SchemaWatch.Versions versions = schema.versions();
        return new ShownHealth(
                signs.release(),
                new ShownDatabase(versions.postgres(), embedded, versions.schema(), versions.expected()),
                nodes.stream()
                        .map(node -> {
                            boolean alive = node.seenAt().isAfter(dead);
                            return ShownNode.of(
                                    alive ? node : node.silent(),
                                    alive,
                                    node.life().equals(life.id()),
                                    names);
                        })
                        .toList());
    }

    /** What this node told is left for what it knows; it may not have come to tell anything. */
    private List<Told> withOwn(Listed listed, NodeReport own) {
        Instant startedAt = listed.nodes().stream()
                .filter(node -> node.life().equals(life.id()))
                .map(Told::startedAt)
                .findAny()
                .orElse(listed.now());
        List<Told> nodes = new ArrayList<>(listed.nodes());
        nodes.removeIf(node -> node.node().equals(life.node()));
        nodes.add(new Told(life.node(), life.id(), startedAt, listed.now(), own));
        nodes.sort(Told.BY_START);
        return nodes;
    }
}
