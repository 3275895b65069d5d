package io.quartermaster.node;

import io.quartermaster.access.Authorizer;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.SchemaWatch;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.provider.ProviderNames;
import io.quartermaster.tenant.Tenants;
import java.time.Duration;

/** This room, put together from what other rooms give it. */
public final class NodeRoom implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final DeploymentHealth health;
    private final NodeHeartbeat heartbeat;

    /** @param embedded whether the database is this process's own */
    public NodeRoom(
            Database database,
            Authorizer authorizer,
            NodeLife life,
            NodeSigns signs,
            SchemaWatch schema,
            boolean embedded,
            Tenants tenants) {
        CircuitNames names = new CircuitNames(database, tenants, new ProviderNames());
        database.onChange(names);
        this.health = new DeploymentHealth(database, authorizer, life, signs, schema, embedded, names);
        this.heartbeat = new NodeHeartbeat(database, life, signs, PAUSE, System::nanoTime);
    }

    public void bind(Operations operations) {
        new DeploymentHealthResource(health).bind(operations);
    }

    /** Tells of this node from now on. */
    public void start() {
        heartbeat.start();
    }

    @Override
    public void close() {
        heartbeat.close();
    }
}
