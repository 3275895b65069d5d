package io.quartermaster.platform.db;

import io.quartermaster.schema.SchemaStanding;
import io.quartermaster.schema.SchemaVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether the database still is one that this release may work with: another release may migrate it at any time. */
public final class SchemaWatch {

    private final DataSource pool;

    public SchemaWatch(DataSource pool) {
        this.pool = pool;
    }

    /**
     * What is to be said of it.
     *
     * @param sentences none where all is as it should be
     */
    public record Verdict(boolean usable, List<String> sentences) {
        public Verdict {
            sentences = List.copyOf(sentences);
        }
    }

    /**
     * Which PostgreSQL it is, and of which version its schema.
     *
     * @param schema empty where it has none of ours
     * @param expected what this release works with
     */
    public record Versions(String postgres, Optional<String> schema, String expected) {}

    /** By two short reads; the server told its version when the connection was made. */
    public Versions versions() {
        try (Connection connection = pool.getConnection()) {
            String postgres = connection.getMetaData().getDatabaseProductVersion();
            return new Versions(
                    postgres.split(" ", 2)[0], // Debian's says after it whose build it is
                    version(SchemaStanding.of(connection)).map(SchemaVersion::text),
                    SchemaVersion.expected().text());
        } catch (SQLException failure) {
            throw SqlFailures.translate("Looking at the database's version", failure);
        }
    }

    private static Optional<SchemaVersion> version(SchemaStanding standing) {
        return switch (standing) {
            case SchemaStanding.Current current -> Optional.of(current.version());
            case SchemaStanding.Behind behind -> behind.database();
            case SchemaStanding.NewerButCompatible newer -> Optional.of(newer.database());
            case SchemaStanding.Interrupted interrupted -> Optional.of(interrupted.version());
            case SchemaStanding.Newer newer -> Optional.of(newer.database());
            case SchemaStanding.Altered altered -> Optional.of(altered.version());
            case SchemaStanding.Failed failed -> Optional.of(failed.version());
            case SchemaStanding.OfAnotherProgram _ -> Optional.empty();
        };
    }

    /** By two short reads of a few dozen rows. */
    public Verdict look() {
        try (Connection connection = pool.getConnection()) {
            SchemaStanding standing = SchemaStanding.of(connection);
            return new Verdict(
                    standing.usable(),
                    standing instanceof SchemaStanding.Current ? List.of() : List.of(standing.sentence()));
        } catch (SQLException failure) {
            throw SqlFailures.translate("Looking at the schema's version", failure);
        }
    }
}
