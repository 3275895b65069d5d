package io.quartermaster.platform.db;

import io.quartermaster.schema.Roles;
import io.quartermaster.schema.code.ListsAsOne;
import io.quartermaster.schema.code.RecordedStatement;
import io.quartermaster.schema.code.RecordedStatement.Column;
import io.quartermaster.schema.code.RecordedStatements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.ResultQuery;

/**
 * Writes down what stores issue while tests run, and which of their methods were on the way; otherwise there is none. A file
 * each, named by what it says, so that any number of databases and processes share the folder.
 */
final class StatementRecorder implements ExecuteListener {

    /** Names the folder; nobody but the build sets it. */
    private static final String FOLDER = "quartermaster.recorded.statements";

    private static final long serialVersionUID = 1L;
    private static final String ISSUER = "qm.issuer";
    private static final String COLUMNS = "qm.columns";
    private static final String DONE = "qm.done";
    private static final String OWNER = "qm.owner";

    private final transient Path folder;

    StatementRecorder(Path folder) {
        this.folder = folder;
    }

    static Optional<StatementRecorder> asTold() {
        return Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of).map(StatementRecorder::new);
    }

    /** The connection, telling of what stores prepare on it without jOOQ. */
    Connection recorded(Connection connection) {
        return RecordedJdbc.connection(connection, this);
    }

    @Override
    public void executeStart(ExecuteContext context) {
        reached().ifPresent(issuer -> {
            context.data(ISSUER, issuer);
            context.data(OWNER, isOwner(context.connection())); // at the end it may be closed
        });
    }

    @Override
    public void executeEnd(ExecuteContext context) {
        context.data(DONE, true);
    }

    @Override
    public void resultEnd(ExecuteContext context) {
        if (context.result() != null) {
            context.data(COLUMNS, columns(context.result().fields()));
        }
    }

    /** What failed is not told: nobody knows what it would have answered with. */
    @Override
    public void end(ExecuteContext context) {
        Query query = context.query();
        if (query == null || context.sql() == null || context.data(DONE) == null) {
            return;
        }
        if (context.data(ISSUER) instanceof StoreMethod issuer) {
            List<String> parameters = query.getParams().values().stream()
                    .filter(parameter -> !parameter.isInline())
                    .map(Param::getType)
                    .map(Class::getSimpleName)
                    .toList();
            @SuppressWarnings("unchecked") // put there by resultEnd
            List<Column> told = (List<Column>) context.data(COLUMNS);
            List<Column> columns =
                    told != null ? told : query instanceof ResultQuery<?> asking ? columns(asking.fields()) : List.of();
            write(issuer, context.sql(), Boolean.TRUE.equals(context.data(OWNER)), parameters, columns);
        }
    }

    private static List<Column> columns(Field<?>[] fields) {
        return Stream.of(fields)
                .map(field -> new Column(field.getName(), field.getType().getSimpleName()))
                .toList();
    }

    /** Notes all methods of stores that are on the stack, and answers with the one that issues. */
    Optional<StoreMethod> reached() {
        List<StackWalker.StackFrame> frames = StackWalker.getInstance(
                        StackWalker.Option.RETAIN_CLASS_REFERENCE) // for descriptors, which tell overloads apart
                .walk(stack ->
                        stack.filter(frame -> StoreMethod.of(frame).isPresent()).toList());
        frames.forEach(frame -> write(
                "reached", frame.getClassName() + " " + frame.getMethodName() + " " + frame.getDescriptor() + "\n"));
        return frames.stream().findFirst().flatMap(StoreMethod::of);
    }

    void write(StoreMethod issuer, String sql, boolean owner, List<String> parameters, List<Column> columns) {
        ListsAsOne<String> one = ListsAsOne.of(sql.replaceAll("\\s+", " ").strip(), parameters);
        RecordedStatement statement = new RecordedStatement(
                issuer.type() + "." + issuer.method(), one.sql(), owner, one.parameters(), columns);
        write("statement", RecordedStatements.write(List.of(statement)));
    }

    static boolean isOwner(Connection connection) {
        try {
            return Roles.OWNER.equals(connection.getMetaData().getUserName());
        } catch (SQLException failure) {
            throw SqlFailures.translate("Asking for the role that issues a statement", failure);
        }
    }

    private void write(String kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve(UUID.nameUUIDFromBytes(bytes) + "." + kind);
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException another) {
            return; // says the same
        } catch (IOException failure) {
            throw new UncheckedIOException("Recording a statement in " + folder, failure);
        }
    }
}
