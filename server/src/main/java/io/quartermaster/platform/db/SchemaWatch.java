package io.quartermaster.platform.db;

import io.quartermaster.schema.SchemaStanding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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
