package io.quartermaster.statements;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;

/** Methods that issue SQL in every way a store does, beside some that do not. */
final class SampleStore {

    int count(DSLContext sql) {
        return sql.fetchCount(DSL.table("things"));
    }

    void eachOf(DSLContext sql) {
        each(sql.selectOne());
    }

    private static void each(ResultQuery<? extends Record> query) {
        query.fetch(row -> row.size());
    }

    int late(DSLContext sql, Optional<Integer> known) {
        return known.orElseGet(() -> sql.execute("delete from things"));
    }

    int raw(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from things")) {
            return statement.executeUpdate();
        }
    }

    String text(DSLContext sql) {
        return sql.selectOne().getSQL();
    }

    static List<Integer> sizes(Result<Record> rows) {
        return rows.stream().map(Record::size).toList();
    }
}
