package io.quartermaster.doctor;

import io.quartermaster.secret.DataKeyCount;
import java.util.List;

/** Whether what is sealed opens, and somebody can sign in. */
public final class SecretChecks {

    private SecretChecks() {}

    /**
     * Whether the master key opens what it should.
     *
     * @param count of all tenants' data keys, or of the deployment's alone without the owner's role
     */
    public static Check dataKeys(DataKeyCount count, boolean ofAll) {
        String found = count.keys() + " data keys"
                + (ofAll ? "" : " of the deployment (those of tenants need the owner role)");
        return count.closed() == 0
                ? Check.ok("master_key", "it opens all " + found)
                : Check.failure(
                        "master_key",
                        "it does not open " + count.closed() + " of " + found + ", of " + count.tenants() + " tenants",
                        "put the master key back that wrapped them, before or after the one in use; without it those provider"
                                + " keys must be sent again");
    }

    public static Check operatorKey(boolean given, boolean stored) {
        return given || stored
                ? Check.ok("operator_key", given ? "from QM_OPERATOR_KEY" : "stored, as its hash")
                : Check.warning(
                        "operator_key",
                        "there is none yet",
                        "serve makes one at its first start and prints it once; or quartermaster operator-key reset");
    }

    /** What cannot be looked at while something before it is not right. */
    public static List<Check> unknown(String why) {
        return List.of(Check.failure("master_key", why, "see \"Replacing the master key\" in docs/operations.md"));
    }
}
