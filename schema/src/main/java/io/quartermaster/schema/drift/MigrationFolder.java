package io.quartermaster.schema.drift;

import io.quartermaster.schema.Refusal;
import io.quartermaster.schema.SchemaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * Anybody's migrations: the SQL files of a folder, in the order of the numbers in their names as people count ({@code V2__b.sql} before
 * {@code V10__a.sql}), then of the rest of the names. Of pairs such as {@code 1.up.sql} and {@code 1.down.sql} the way up.
 */
public final class MigrationFolder {

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern VERSIONED = Pattern.compile("V(\\d+(?:[._]\\d+)*)__(.*)");
    private static final String NEEDS_NO_TRANSACTION = "25001";

    private final List<Path> files;

    private MigrationFolder(List<Path> files) {
        this.files = files;
    }

    /**
     * Those of a folder.
     *
     * @throws SchemaException if there is none
     */
    public static MigrationFolder in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SchemaException(folder + " is no folder: give the folder that holds the SQL migrations.");
        }
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> files = found.filter(MigrationFolder::isWayUp)
                    .sorted(Comparator.comparing(file -> key(file.getFileName().toString())))
                    .toList();
            if (files.isEmpty()) {
                throw new SchemaException(folder + " holds no SQL migrations: no file in it ends in .sql.");
            }
            return new MigrationFolder(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> files() {
        return files;
    }

    /**
     * Runs all of them, each as a whole; a file with a statement that refuses to run in a transaction runs statement by statement.
     *
     * @throws SchemaException if one fails, which names it
     */
    public void run(Connection scratch) throws SQLException {
        for (Path file : files) {
            try {
                run(scratch, Files.readString(file));
            } catch (IOException unreadable) {
                throw new SchemaException(file + " cannot be read as UTF-8 text.", unreadable);
            } catch (SQLException refused) {
                throw new SchemaException(
                        file + " does not run on an empty database with the migrations before it: "
                                + Refusal.words(refused),
                        refused);
            }
        }
    }

    private static void run(Connection scratch, String sql) throws SQLException {
        try (Statement statement = scratch.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            if (!NEEDS_NO_TRANSACTION.equals(refused.getSQLState())) {
                throw refused;
            }
            for (NativeQuery one : Parser.parseJdbcSql(sql, true, false, true, false, false)) {
                try (Statement statement = scratch.createStatement()) {
                    statement.execute(one.nativeSql);
                }
            }
        }
    }

    private static boolean isWayUp(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".sql")
                && !name.endsWith(".down.sql")
                && !name.matches("u\\d.*__.*") // Flyway's way back
                && Files.isRegularFile(file);
    }

    /** With each number filled up with zeros, so that names sort as people count. Flyway's repeatable ones (R__) come last. */
    private static String key(String name) {
        Matcher versioned = VERSIONED.matcher(name);
        if (versioned.matches()) {
            String version = Arrays.stream(versioned.group(1).split("[._]", -1))
                    .map(MigrationFolder::padded)
                    .collect(Collectors.joining("~")); // after "_", so that 1 comes before 1.1
            return version + "__" + versioned.group(2);
        }
        StringBuilder key = new StringBuilder(name.startsWith("R__") ? "~" : "");
        Matcher numbers = NUMBER.matcher(name);
        int end = 0;
        List<String> parts = new ArrayList<>();
        while (numbers.find()) {
            parts.add(name.substring(end, numbers.start()));
            parts.add(padded(numbers.group()));
            end = numbers.end();
        }
        parts.add(name.substring(end));
        parts.forEach(key::append);
        return key.toString();
    }

    private static String padded(String number) {
        return "0".repeat(Math.max(0, 20 - number.length())) + number;
    }
}
