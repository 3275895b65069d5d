package io.quartermaster;

import io.quartermaster.declared.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills a deployment with something to look at. */
@Command(
        name = "seed",
        description = "Fills a deployment with something to look at.",
        subcommands = SeedCommand.DemoCommand.class)
final class SeedCommand {

    /** Makes a tenant to look at. */
    @Command(
            name = "demo",
            description =
                    "Makes a tenant with members, providers, models of several types, fallbacks, defaults, a deleted"
                            + " model and an API key, and needs no key of any provider. A second time it changes nothing.")
    static final class DemoCommand implements Callable<Integer> {

        @Mixin
        private final Administration administration = new Administration();

        @Option(names = "--tenant", paramLabel = "<slug>", description = "How the tenant is called; demo without it.")
        private String tenant = "demo";

        @Override
        public Integer call() {
            try (Administration.Session session = administration.open()) {
                new Demo(session.connection(), System.out::println).seed(tenant);
            }
            return 0;
        }
    }
}
