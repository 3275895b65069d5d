package io.quartermaster;

import io.quartermaster.declared.CannotApply;
import io.quartermaster.platform.config.InvalidSettings;
import io.quartermaster.platform.http.CannotServe;
import io.quartermaster.postgres.EmbeddedPostgresException;
import io.quartermaster.schema.SchemaException;
import io.quartermaster.secret.UnusableMasterKey;
import io.quartermaster.usage.spool.SpoolUnavailable;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line. Exit codes: 0 done, 1 found something, 2 wrong use or cannot run. */
@Command(
        name = "quartermaster",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = "Model control plane and gateway for multi-tenant AI applications.",
        subcommands = {
            ServeCommand.class,
            MigrateCommand.class,
            SchemaCommand.class,
            ApplyCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            SeedCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            DoctorCommand.class,
            KeysCommand.class,
            OperatorKeyCommand.class,
            UsageCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {

    private static final int CANNOT_RUN = 2;

    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(isPlainServe(arguments) ? serve() : run(arguments));
    }

    /** The usual start needs no parser: picocli's old class files fit no AOT cache, and cost a quarter of a second. */
    private static boolean isPlainServe(String... arguments) {
        return List.of(arguments).equals(List.of("serve"));
    }

    private static int serve() {
        try {
            return new ServeCommand().call();
        } catch (Exception failure) {
            return explain(failure);
        }
    }

    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure))
                .execute(arguments);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Which command?");
        }
    }

    /** One clear sentence for what a user can mend; a stack trace only for what only we can. */
    private static int explain(Exception failure) {
        switch (failure) {
            case InvalidSettings invalid ->
                invalid.problems().forEach(problem -> System.err.println("quartermaster: " + problem));
            case CannotStart known -> say(known);
            case CannotApply known ->
                known.problems().forEach(problem -> System.err.println("quartermaster: " + problem));
            case CannotServe known -> say(known);
            case EmbeddedPostgresException known -> say(known);
            case SchemaException known -> say(known);
            case UnusableMasterKey known -> say(known);
            case SpoolUnavailable known -> say(known);
            default ->
                LoggerFactory.getLogger(Main.class).error("Quartermaster stops on an unexpected failure", failure);
        }
        return CANNOT_RUN;
    }

    private static void say(Exception known) {
        System.err.println("quartermaster: " + known.getMessage());
    }
}
