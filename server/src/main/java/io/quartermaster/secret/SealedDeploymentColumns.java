package io.quartermaster.secret;

import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.DeploymentScope;
import io.quartermaster.secret.SealedColumns.SealedAt;
import java.util.List;

/** As {@link SealedColumns}, for a table of the deployment; its secrets are few enough to be listed at once. */
public interface SealedDeploymentColumns {

    /** The table's name. */
    String table();

    List<SealedAt> list(DeploymentScope tx);

    /** Puts the same secret in place as another key sealed it; neither version nor time of the row move. */
    void replace(DeploymentChangeTx tx, SealedAt old, SealedSecret fresh);
}
