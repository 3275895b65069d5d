package io.quartermaster.provider;

import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.platform.json.Json;
import io.quartermaster.tenant.TenantCallers;
import tools.jackson.databind.JsonNode;

/** The HTTP of fingerprints: a secret comes in a body, which no log and no audit event keeps. */
public final class KeyFingerprintResource {

    private final KeyFingerprints fingerprints;
    private final TenantCallers callers;

    public KeyFingerprintResource(KeyFingerprints fingerprints, TenantCallers callers) {
        this.fingerprints = fingerprints;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("fingerprintKey", call -> reply(fingerprints.of(callers.of(call), secret(call))))
                .on(
                        "fingerprintSharedKey",
                        call -> reply(fingerprints.of(
                                new DeploymentCaller(call.principal(Caller.class), call.requestId()), secret(call))));
    }

    record Fingerprint(String keyFingerprint) {}

    private static Reply reply(String fingerprint) {
        return Reply.ok(new Fingerprint(fingerprint));
    }

    /** Spelled as it would be stored. */
    private static Sensitive secret(Call call) {
        JsonNode structured = call.body().path("credential");
        return structured.isObject()
                ? new Sensitive(Json.text(structured))
                : ProviderInput.apiKey(call.body().path("api_key").asString());
    }
}
