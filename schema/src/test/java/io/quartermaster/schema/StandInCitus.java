package io.quartermaster.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/** An extension of the name citus, which refuses what Citus refuses and moves nothing. The real one cannot be installed here. */
final class StandInCitus {
    private static final List<String> FILES = List.of("extension/citus.control", "extension/citus--0.sql");

    private StandInCitus() {}

    /** Needs PostgreSQL 18, which looks for extensions elsewhere than in its own folder if it is told to. */
    static void install(ScratchDatabase database) throws SQLException, IOException {
        try (Connection superuser = database.asSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("set allow_system_table_mods = on"); // its functions are pg_catalog's
            statement.execute("set extension_control_path = '$system:" + folder() + "'");
            statement.execute("create extension citus");
        }
    }

    /** Where the server may read them, whoever it runs as. */
    private static Path folder() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "quartermaster-citus-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path extension = Files.createDirectory(folder.resolve("extension"));
        Files.setPosixFilePermissions(extension, PosixFilePermissions.fromString("rwxr-xr-x"));
        extension.toFile().deleteOnExit();
        folder.toFile().deleteOnExit();
        for (String name : FILES) {
            Path file = folder.resolve(name);
            try (InputStream content =
                    Objects.requireNonNull(StandInCitus.class.getResourceAsStream("/citus/" + name), name)) {
                Files.copy(content, file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            file.toFile().deleteOnExit();
        }
        return folder;
    }
}
