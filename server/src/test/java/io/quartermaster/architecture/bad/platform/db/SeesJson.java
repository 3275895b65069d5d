package io.quartermaster.architecture.bad.platform.db;

import io.quartermaster.architecture.bad.platform.json.SeesDb;

/** The other half of a cycle in the platform. */
public final class SeesJson {
    public int look(SeesDb json) {
        return json.hashCode();
    }
}
