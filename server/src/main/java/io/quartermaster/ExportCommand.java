package io.quartermaster;

import io.quartermaster.declared.Export;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what there is as a YAML file for {@code apply}. */
@Command(
        name = "export",
        description =
                "Writes the deployment, or one tenant, to standard output as YAML that apply takes. Secrets are left"
                        + " out; in their place stand the names of environment variables.")
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private final Administration administration = new Administration();

    @Option(names = "--tenant", paramLabel = "<slug>", description = "Only this tenant.")
    private @Nullable String tenant;

    @Override
    public Integer call() {
        try (Administration.Session session = administration.open()) {
            Export export = new Export(session.connection(), System.out::print, CommandSettings::progress);
            if (tenant == null) {
                export.deployment();
            } else {
                export.tenant(tenant);
            }
            System.out.flush();
        }
        return 0;
    }
}
