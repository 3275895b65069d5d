package io.quartermaster.node;

import io.quartermaster.access.Caller;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;

/** The HTTP of the deployment's health. */
final class DeploymentHealthResource {

    private final DeploymentHealth health;

    DeploymentHealthResource(DeploymentHealth health) {
        this.health = health;
    }

    void bind(Operations operations) {
        operations.on("readDeploymentHealth", this::read);
    }

    private Reply read(Call call) {
        return Reply.ok(health.read(call.principal(Caller.class)));
    }
}
