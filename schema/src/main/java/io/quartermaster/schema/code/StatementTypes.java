package io.quartermaster.schema.code;

import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGResultSetMetaData;

/** What a database takes a statement's parameters and results for, found out by preparing it; it is never run. */
record StatementTypes(List<String> parameters, List<ResultColumn> columns) {

    /** @param origin the table's column behind it, as {@code table.column}; empty for what is worked out */
    record ResultColumn(String name, String type, String origin) {}

    StatementTypes {
        parameters = List.copyOf(parameters);
        columns = List.copyOf(columns);
    }

    static StatementTypes of(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ParameterMetaData marks = statement.getParameterMetaData();
            List<String> parameters = new ArrayList<>();
            for (int i = 1; i <= marks.getParameterCount(); i++) {
                parameters.add(marks.getParameterTypeName(i));
            }
            List<ResultColumn> columns = new ArrayList<>();
            ResultSetMetaData result = statement.getMetaData();
            for (int i = 1; result != null && i <= result.getColumnCount(); i++) {
                PGResultSetMetaData origins = result.unwrap(PGResultSetMetaData.class);
                String table = origins.getBaseTableName(i);
                columns.add(new ResultColumn(
                        result.getColumnLabel(i),
                        plain(result.getColumnTypeName(i)),
                        table.isEmpty() ? "" : table + "." + origins.getBaseColumnName(i)));
            }
            return new StatementTypes(parameters, columns);
        }
    }

    /** The driver calls columns with a sequence by names that no type has. */
    private static String plain(String type) {
        return switch (type) {
            case "bigserial" -> "int8";
            case "serial" -> "int4";
            case "smallserial" -> "int2";
            default -> type;
        };
    }
}
