package io.quartermaster.provider;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.secret.KeyRing;

/** Tells which fingerprint a secret has, so that who holds one can see whether it is the one that is stored. */
public final class KeyFingerprints {

    private final Authorizer authorizer;
    private final KeyRing keyRing;

    public KeyFingerprints(Authorizer authorizer, KeyRing keyRing) {
        this.authorizer = authorizer;
        this.keyRing = keyRing;
    }

    /** As the provider configs of the tenant would show it. */
    String of(TenantCaller caller, Sensitive secret) {
        authorizer.require(caller, Permission.READ_PROVIDERS);
        return keyRing.fingerprint(caller.tenant(), secret);
    }

    /** As shared providers would show it. */
    String of(DeploymentCaller caller, Sensitive secret) {
        authorizer.require(caller.caller(), Permission.READ_SHARED_PROVIDERS);
        return keyRing.fingerprint(secret);
    }
}
