package io.quartermaster;

import io.quartermaster.platform.Ids;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.provider.ProviderSecrets;
import io.quartermaster.secret.KeyRotation;
import io.quartermaster.secret.SealedColumns;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Manages the keys that seal secrets. */
@Command(name = "keys", description = "Manages the keys that seal secrets.", subcommands = KeysCommand.Rotate.class)
final class KeysCommand {

    /** Every table with a sealed column; a test holds it against the schema. */
    static List<SealedColumns> sealedColumns() {
        return ProviderSecrets.sealedColumns();
    }

    /** Replaces the master key while servers go on. */
    @Command(
            name = "rotate",
            description =
                    "Wraps every data key with the first of several master keys; works beside running servers, and goes"
                            + " on where it was stopped.")
    static final class Rotate implements Callable<Integer> {

        @Option(
                names = "--data-keys",
                description =
                        "Also make new data keys, for the deployment and each tenant, and seal every secret with them.")
        private boolean newDataKeys;

        @Override
        public Integer call() {
            Settings settings = CommandSettings.read();
            try (OwnerDatabase owner = OwnerDatabase.open(settings, "Rotating keys")) {
                KeyRotation.Outcome done = new KeyRotation(
                                owner.database(),
                                MasterKeys.loadExisting(settings),
                                new Ids(),
                                sealedColumns(),
                                ProviderSecrets.sealedDeploymentColumns(),
                                CommandSettings::progress)
                        .run(newDataKeys);
                System.out.println(done.wrapped() + " data keys wrapped anew, " + done.resealed()
                        + " secrets sealed anew, " + done.retired() + " data keys retired.");
                if (done.left() > 0) {
                    System.out.println(
                            done.left() + " data keys are wrapped by an older master key still: some server has that"
                                    + " one first. Give every server the new one first, and run this again.");
                }
                if (done.unreadable() > 0) {
                    System.out.println(
                            done.unreadable() + " data keys or secrets do not open and were left as they are; look"
                                    + " for credential_unreadable, and send those keys again.");
                }
                if (done.complete()) {
                    System.out.println("Everything opens with the newest master key alone; older ones can go.");
                }
                return done.complete() ? 0 : 1;
            }
        }
    }
}
