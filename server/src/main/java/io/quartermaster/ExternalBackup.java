package io.quartermaster;

import io.quartermaster.platform.config.Settings;

/** What to say to whoever wants a backup of a database that is not ours to copy. */
final class ExternalBackup {

    private ExternalBackup() {}

    static void refuse(Settings settings, String command) {
        if (settings.database().isPresent()) {
            throw new CannotStart(command
                    + " is for the embedded database, and QM_DATABASE_URL names one of your own. Back it up with"
                    + " PostgreSQL's tools: pg_basebackup or your provider's snapshots for the whole server, or"
                    + " \"pg_dump --format=custom --file=quartermaster.dump <database>\" as the owner role, which"
                    + " \"pg_restore --dbname=<new database>\" reads after both roles were created. Keep beside it:"
                    + " the master key, apart, and each node's QM_DATA_DIR/spool. See docs/operations.md.");
        }
    }
}
