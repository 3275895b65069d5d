package io.quartermaster.architecture.bad.platform.json;

import io.quartermaster.architecture.bad.platform.db.SeesJson;

/** One half of a cycle in the platform. */
public final class SeesDb {
    public int look(SeesJson db) {
        return db.hashCode();
    }
}
