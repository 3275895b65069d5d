package io.quartermaster.access;

/** A caller acting on what belongs to the deployment; the request id is for the audit trail. */
public record DeploymentCaller(Caller caller, String requestId) {

    public String label() {
        return caller.label();
    }
}
