package io.quartermaster.platform.db;

import io.quartermaster.schema.code.RecordedStatement.Column;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells the recorder of statements that a store prepares itself; those of jOOQ are left to the recorder as a listener. */
final class RecordedJdbc {

    private static final Map<String, String> ELEMENTS = Map.of(
            "uuid", "UUID[]",
            "text", "String[]",
            "int4", "Integer[]",
            "integer", "Integer[]",
            "int8", "Long[]",
            "bigint", "Long[]",
            "boolean", "Boolean[]",
            "bool", "Boolean[]",
            "timestamptz", "Instant[]");

    private RecordedJdbc() {}

    static Connection connection(Connection real, StatementRecorder recorder) {
        return proxy(Connection.class, (_, method, arguments) -> {
            @Nullable Object answer = invoke(real, method, arguments);
            return answer instanceof PreparedStatement statement && isOfStore()
                    ? statement(statement, (String) arguments[0], recorder)
                    : answer;
        });
    }

    /** Whether a store called, rather than jOOQ for one. */
    private static boolean isOfStore() {
        return StackWalker.getInstance()
                .walk(stack -> stack.filter(frame -> frame.getClassName().startsWith("org.jooq.")
                                || StoreMethod.of(frame).isPresent())
                        .findFirst()
                        .filter(frame -> StoreMethod.of(frame).isPresent())
                        .isPresent());
    }

    private static PreparedStatement statement(PreparedStatement real, String sql, StatementRecorder recorder) {
        SortedMap<Integer, String> parameters = new TreeMap<>();
        return proxy(PreparedStatement.class, (_, method, arguments) -> {
            if (method.getName().startsWith("set") && arguments != null && arguments.length > 1) {
                parameters.put((Integer) arguments[0], type(method, arguments[1]));
            }
            StoreMethod issuer =
                    method.getName().startsWith("execute") ? recorder.reached().orElse(null) : null;
            Object answer = invoke(real, method, arguments);
            SortedMap<Integer, Column> columns = new TreeMap<>();
            if (answer instanceof ResultSet rows && issuer != null) {
                return proxy(ResultSet.class, (_, get, which) -> {
                    read(rows, get, which, columns);
                    if (get.getName().equals("close") && !columns.isEmpty()) {
                        recorder.write(
                                issuer,
                                sql,
                                StatementRecorder.isOwner(real.getConnection()),
                                List.copyOf(parameters.values()),
                                List.copyOf(columns.values()));
                    }
                    return invoke(rows, get, which);
                });
            }
            if (issuer != null) {
                recorder.write(
                        issuer,
                        sql,
                        StatementRecorder.isOwner(real.getConnection()),
                        List.copyOf(parameters.values()),
                        List.of());
            }
            return answer;
        });
    }

    private static String type(Method set, @Nullable Object value) throws SQLException {
        if (value instanceof Array array) {
            String element = array.getBaseTypeName();
            String type = ELEMENTS.get(element);
            if (type == null) {
                throw new IllegalStateException("Nobody told which Java type stands for an array of " + element);
            }
            return type;
        }
        return set.getName().equals("setObject") && value != null
                ? value.getClass().getSimpleName()
                : boxed(set.getName().substring("set".length()));
    }

    private static void read(ResultSet rows, Method get, Object @Nullable [] which, SortedMap<Integer, Column> columns)
            throws SQLException {
        if (get.getName().startsWith("get") && which != null && which[0] instanceof Integer column) {
            String type = which.length > 1 && which[1] instanceof Class<?> asked
                    ? asked.getSimpleName()
                    : boxed(get.getName().substring("get".length()));
            columns.put(column, new Column(rows.getMetaData().getColumnLabel(column), type));
        }
    }

    private static String boxed(String type) {
        return switch (type) {
            case "Int" -> "Integer";
            case "Bytes" -> "byte[]";
            default -> type;
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }
}
