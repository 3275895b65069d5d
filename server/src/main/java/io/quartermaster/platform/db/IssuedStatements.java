package io.quartermaster.platform.db;

import io.quartermaster.schema.code.RecordedStatement;
import io.quartermaster.schema.code.RecordedStatements;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The statements that the stores of this release issue. */
public final class IssuedStatements {

    private static final String FILE = "statements.txt";

    private IssuedStatements() {}

    public static List<RecordedStatement> ofThisRelease() {
        try (InputStream file = Objects.requireNonNull(IssuedStatements.class.getResourceAsStream(FILE), FILE)) {
            return RecordedStatements.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("Reading " + FILE, failure);
        }
    }
}
