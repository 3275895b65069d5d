package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.schema.drift.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares code, migrations and a live database. */
@Command(
        name = "verify",
        description =
                "Compares the database with what the migrations build, with the code and with every statement it issues;"
                        + " changes nothing. Or anybody's database with a folder of SQL migrations.")
final class SchemaVerifyCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Option(
            names = "--sql",
            description = "Prints nothing but the statements that repair, in an order in which they can run.")
    private boolean sql;

    @Option(
            names = "--schema",
            paramLabel = "<folder>",
            description = "SQL migrations of another application, instead of Quartermaster's own.")
    private @Nullable Path folder;

    @Option(
            names = "--database",
            paramLabel = "<jdbc url>",
            description =
                    "The other application's PostgreSQL, with user and password as parameters or in PGUSER and PGPASSWORD.")
    private @Nullable String database;

    @Option(
            names = "--scratch",
            paramLabel = "<jdbc url>",
            description =
                    "An empty database on the same server to build the migrations in, where the role may create none. It is left as it"
                            + " is then.")
    private @Nullable String scratch;

    @Option(
            names = "--ignore",
            paramLabel = "<object>",
            description =
                    "An object that is none of the schema's, as a report names it, such as \"extension pg_stat_statements\";"
                            + " may be repeated.")
    private List<String> ignored = List.of();

    @Override
    public Integer call() {
        if ((folder == null) != (database == null)) {
            throw wrongUse("--schema and --database go together: migrations of another application, and its database.");
        }
        if (json && sql) {
            throw wrongUse("Either --json or --sql.");
        }
        Optional<String> scratchUrl = Optional.ofNullable(scratch);
        List<Finding> findings;
        if (folder != null && database != null) {
            findings = new SchemaVerification(scratchUrl, ignored).ofAnother(folder, database);
        } else {
            Settings settings = CommandSettings.read();
            findings = new SchemaVerification(scratchUrl, ignored).ofOurs(settings);
        }
        SchemaReport report = new SchemaReport(findings);
        System.out.print(json ? report.json() : sql ? report.sql() : report.text());
        System.out.flush();
        return findings.isEmpty() ? 0 : 1;
    }

    private ParameterException wrongUse(String message) {
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
