package io.quartermaster;

import io.quartermaster.declared.CannotApply;
import io.quartermaster.declared.Planner.KeylessProviders;
import io.quartermaster.dify.DifyImport;
import io.quartermaster.dify.DifySource;
import io.quartermaster.dify.DifyStore;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.provider.ProviderFamily;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes over what another product holds. */
@Command(
        name = "import",
        description = "Takes over what another product holds.",
        subcommands = ImportCommand.Dify.class)
final class ImportCommand {

    /** Takes over the tenants of a Dify. */
    @Command(
            name = "dify",
            description =
                    "Takes over tenants, members, providers, models and default models from the PostgreSQL database of"
                            + " a Dify. Keys cannot be taken over: providers are unusable until somebody gives them theirs. What is"
                            + " here already stays as it is, so it may run again.")
    static final class Dify implements Callable<Integer> {

        @Option(
                names = "--from",
                required = true,
                paramLabel = "<jdbc url>",
                description = "jdbc:postgresql://host:5432/dify?user=…; the password may be in the environment variable"
                        + " DIFY_DB_PASSWORD instead.")
        private String from = "";

        @Option(
                names = "--dry-run",
                description = "Only show what would be taken over. Exit code 1 if there is something.")
        private boolean dryRun;

        @Override
        public Integer call() {
            DifySource source = DifySource.parse(from)
                    .map(parsed -> parsed.withPassword(Optional.ofNullable(System.getenv("DIFY_DB_PASSWORD"))))
                    .orElseThrow(
                            () -> new CannotStart("--from must look like jdbc:postgresql://host:5432/dify?user=dify."));
            try (DifyStore store = DifyStore.open(source);
                    Administration.Session session = Administration.openOwn()) {
                CommandNode node = session.node().orElseThrow();
                DifyImport.Outcome done =
                        new DifyImport(store, session.connection(), keyless(node), System.out::println).run(dryRun);
                System.out.println(summary(done, dryRun));
                return done.failed() > 0 || (dryRun && done.differing() > 0) ? 1 : 0;
            } catch (DifyStore.CannotRead unreadable) {
                throw new CannotStart(String.valueOf(unreadable.getMessage()));
            }
        }

        static String summary(DifyImport.Outcome done, boolean dryRun) {
            return done.tenants() + " tenants: " + done.differing() + (dryRun ? " to be taken over, " : " taken over, ")
                    + (done.tenants() - done.differing() - done.failed()) + " as they were, " + done.failed()
                    + " not taken over whole; " + done.notes() + " rows left out, told above after a '!'.";
        }

        static KeylessProviders keyless(CommandNode node) {
            Ids ids = new Ids();
            return (tenant, provider) -> {
                try {
                    return node.keylessProviders()
                            .create(
                                    tenant,
                                    ProviderFamily.parse(provider.path("family").asString())
                                            .orElseThrow(),
                                    provider.path("name").asString(),
                                    Optional.empty(),
                                    "import-" + ids.next())
                            .toString();
                } catch (Problem refused) {
                    throw new CannotApply(refused.detail());
                }
            };
        }
    }
}
