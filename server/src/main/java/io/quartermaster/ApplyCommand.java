package io.quartermaster;

import io.quartermaster.declared.AdminConnection;
import io.quartermaster.declared.Declaration;
import io.quartermaster.declared.Plan;
import io.quartermaster.declared.Planner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a deployment as a YAML file says. */
@Command(
        name = "apply",
        description =
                "Makes tenants, providers, models and what else a YAML file holds as the file says. Shows the plan"
                        + " first; a second time it changes nothing.")
final class ApplyCommand implements Callable<Integer> {

    @Mixin
    private final Administration administration = new Administration();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "<file>",
            description = "The file, as export writes it; - reads standard input.")
    private String file = "";

    @Option(
            names = "--dry-run",
            description = "Only show the plan. Exit code 1 if something differs, 0 if nothing does.")
    private boolean dryRun;

    @Option(
            names = "--prune",
            description = "Delete what is not in the file, in those lists that the file has; never a tenant.")
    private boolean prune;

    @Override
    public Integer call() {
        Declaration wanted = Declaration.parse(read());
        try (Administration.Session session = administration.open()) {
            return apply(session.connection(), wanted, System.getenv(), prune, dryRun, System.out::println);
        }
    }

    static int apply(
            AdminConnection server,
            Declaration wanted,
            Map<String, String> environment,
            boolean prune,
            boolean dryRun,
            Consumer<String> out) {
        Plan plan = Planner.plan(server, wanted, environment, prune);
        plan.print(out);
        if (dryRun) {
            return plan.differs() ? 1 : 0;
        }
        plan.run();
        out.accept(plan.differs() ? "Done." : "Nothing to do.");
        return 0;
    }

    private String read() {
        try {
            return file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw new CannotStart("The file " + file + " cannot be read as UTF-8 text.");
        }
    }
}
