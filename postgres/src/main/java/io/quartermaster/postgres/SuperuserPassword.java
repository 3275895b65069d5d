package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;

/** The superuser's password, which lives in a file that only the owner may read. */
record SuperuserPassword(Path file, String value) {
    static SuperuserPassword readOrCreate(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            return read(file);
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Path partial = Files.createTempFile(
                file.getParent(),
                file.getFileName() + ".",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(partial, EnumSet.of(StandardOpenOption.WRITE))) {
            channel.write(StandardCharsets.US_ASCII.encode(value + "\n"));
            channel.force(true);
        }
        Files.move(partial, file);
        return new SuperuserPassword(file, value);
    }

    static SuperuserPassword read(Path file) throws IOException {
        String value = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (value.isEmpty()) {
            throw new EmbeddedPostgresException(
                    "The database password file " + file + " is empty: restore it from a backup");
        }
        return new SuperuserPassword(file, value);
    }

    @Override
    public String toString() {
        return "SuperuserPassword[" + file + "]";
    }
}
