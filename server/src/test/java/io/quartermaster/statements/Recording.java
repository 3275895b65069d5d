package io.quartermaster.statements;

import io.quartermaster.schema.code.RecordedStatement;
import io.quartermaster.schema.code.RecordedStatements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What recorders wrote into a folder while tests ran. */
record Recording(List<RecordedStatement> statements, Set<String> reached) {

    Recording {
        statements = List.copyOf(statements);
        reached = Set.copyOf(reached);
    }

    static Recording in(Path folder) throws IOException {
        List<RecordedStatement> statements = new ArrayList<>();
        Set<String> reached = new HashSet<>();
        if (!Files.isDirectory(folder)) {
            return new Recording(statements, reached);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                if (file.toString().endsWith(".statement")) {
                    statements.addAll(RecordedStatements.read(text));
                } else {
                    reached.add(text.strip());
                }
            }
        }
        return new Recording(statements, reached);
    }
}
