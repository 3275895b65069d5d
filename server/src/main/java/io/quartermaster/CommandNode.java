package io.quartermaster;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.provider.KeylessProviders;
import io.quartermaster.secret.MasterKey;
import io.quartermaster.usage.spool.SpoolOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.LoggerFactory;

/**
 * A node that one command runs for itself, beside servers or without any: a command that administers obeys the same rules and
 * leaves the same audit events as everybody else. It listens on loopback, for a key that it makes and never writes down.
 */
final class CommandNode implements AutoCloseable {

    private final RunningDatabase database;
    private final Groundwork groundwork;
    private final Wiring wiring;
    private final Path spool;
    private final URI address;
    private final Sensitive key;

    private CommandNode(
            RunningDatabase database, Groundwork groundwork, Wiring wiring, Path spool, URI address, Sensitive key) {
        this.database = database;
        this.groundwork = groundwork;
        this.wiring = wiring;
        this.spool = spool;
        this.address = address;
        this.key = key;
    }

    /** Starts on a database that is at this release; it migrates nothing, for other servers may use it. */
    static CommandNode start(Settings settings) {
        RunningDatabase database = RunningDatabase.openBeside(settings, CommandSettings::progress);
        try {
            database.requireSchema();
            MasterKey masterKey = MasterKeys.loadExisting(settings);
            Groundwork groundwork = Groundwork.lay().join();
            try {
                return listen(settings, database, groundwork, masterKey);
            } catch (RuntimeException failure) {
                groundwork.close();
                throw failure;
            }
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    private static CommandNode listen(
            Settings settings, RunningDatabase database, Groundwork groundwork, MasterKey masterKey) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Sensitive key = new Sensitive("qm_" + HexFormat.of().formatHex(random));
        Path spool = temporaryFolder();
        Wiring wiring =
                new Wiring(settings.forCommand(key), database, masterKey, groundwork, SpoolOptions.standard(spool, 0));
        try {
            return new CommandNode(database, groundwork, wiring, spool, URI.create(wiring.listen()), key);
        } catch (RuntimeException failure) {
            wiring.close();
            throw failure;
        }
    }

    /** A server beside this one keeps its spool to itself, and no call comes here. */
    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("quartermaster-command");
        } catch (IOException failure) {
            throw new CannotStart("The command needs a folder for temporary files: " + failure.getMessage(), failure);
        }
    }

    URI address() {
        return address;
    }

    Sensitive key() {
        return key;
    }

    KeylessProviders keylessProviders() {
        return wiring.keylessProviders();
    }

    @Override
    public void close() {
        wiring.close();
        groundwork.close();
        database.close();
        try {
            Files.deleteIfExists(spool.resolve("lock"));
            Files.deleteIfExists(spool);
        } catch (IOException kept) {
            LoggerFactory.getLogger(CommandNode.class).warn("The temporary folder {} is left behind", spool, kept);
        }
    }
}
