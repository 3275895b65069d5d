package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own for tests that kill it. */
final class ServingMain {
    private ServingMain() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddedPostgresOptions options =
                EmbeddedPostgresOptions.in(Path.of(arguments[0])).withBinariesCache(Path.of(arguments[1]));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
            System.out.println("ready " + server.port());
            while (System.in.read() >= 0) {
                // serve on
            }
        } catch (EmbeddedPostgresException e) {
            System.out.println("refused " + e.getMessage());
        }
    }
}
