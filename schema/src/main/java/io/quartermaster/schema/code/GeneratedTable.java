package io.quartermaster.schema.code;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/** What generated code says of a table, in the words of the catalogue. */
final class GeneratedTable {

    private static final Configuration POSTGRES = new DefaultConfiguration().set(SQLDialect.POSTGRES);

    private GeneratedTable() {}

    /** The database knows its types by several names; it says itself which is which. */
    static LiveTable of(Connection connection, Table<?> table) throws SQLException {
        List<LiveTable.Column> columns = new ArrayList<>();
        for (Field<?> field : table.fields()) {
            DataType<?> type = field.getDataType();
            columns.add(new LiveTable.Column(
                    field.getName(),
                    type(connection, type),
                    modifier(type),
                    type.nullable(),
                    type.defaulted()
                            ? DSL.using(POSTGRES).renderInlined(Objects.requireNonNull(type.defaultValue()))
                            : ""));
        }
        return new LiveTable(table.getName(), columns, keys(table));
    }

    private static List<LiveTable.TableKey> keys(Table<?> table) {
        UniqueKey<?> primary = table.getPrimaryKey();
        Stream<LiveTable.TableKey> unique = table.getKeys().stream()
                .map(key -> new LiveTable.TableKey(
                        key.getName(), key.equals(primary) ? 'p' : 'u', names(key.getFieldsArray()), "", List.of()));
        Stream<LiveTable.TableKey> foreign = table.getReferences().stream()
                .map(key -> new LiveTable.TableKey(
                        key.getName(),
                        'f',
                        names(key.getFieldsArray()),
                        key.getKey().getTable().getName(),
                        names(key.getKeyFieldsArray())));
        return Stream.concat(unique, foreign).toList();
    }

    private static List<String> names(Field<?>[] fields) {
        return Stream.of(fields).map(Field::getName).toList();
    }

    /** As PostgreSQL would keep it. */
    private static int modifier(DataType<?> type) {
        if (type.hasPrecision() && type.precisionDefined() && type.isNumeric()) {
            return ((type.precision() << 16) | type.scale()) + 4;
        }
        return type.hasLength() && type.lengthDefined() ? type.length() + 4 : -1;
    }

    private static String type(Connection connection, DataType<?> type) throws SQLException {
        try (PreparedStatement question =
                connection.prepareStatement("select typname from pg_type where oid = to_regtype(?)")) {
            question.setString(1, type.getTypeName(POSTGRES));
            try (ResultSet answer = question.executeQuery()) {
                return answer.next() ? answer.getString(1) : type.getTypeName(POSTGRES);
            }
        }
    }
}
