package io.quartermaster;

import io.quartermaster.declared.AdminConnection;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.HttpUrl;
import io.quartermaster.platform.telemetry.LogFormat;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command administers: one that is named, or else a node of its own on the database of the settings. */
final class Administration {

    @Option(
            names = "--server",
            paramLabel = "<url>",
            description = "A running server. Without it the command works on the database of its settings.")
    private @Nullable String server;

    @Option(
            names = "--key-env",
            paramLabel = "<name>",
            description =
                    "With --server: the environment variable with the operator's or an admin's key; QM_OPERATOR_KEY"
                            + " without it.")
    private String keyVariable = "QM_OPERATOR_KEY";

    /** A connection, and the node behind it if it is the command's own. */
    record Session(AdminConnection connection, Optional<CommandNode> node) implements AutoCloseable {
        @Override
        public void close() {
            connection.close();
            node.ifPresent(CommandNode::close);
        }
    }

    Session open() {
        LogFormat.onlyWarnings();
        if (server == null) {
            return openOwn();
        }
        URI address = HttpUrl.parse(server)
                .orElseThrow(() -> new CannotStart("--server must be an address such as https://qm.example.org."));
        String key = Optional.ofNullable(System.getenv(keyVariable)).orElse("").strip();
        if (key.isEmpty()) {
            throw new CannotStart("The environment variable " + keyVariable
                    + " is not set: put the operator's or an admin's key there, or name another one with --key-env.");
        }
        return new Session(new AdminConnection(address, new Sensitive(key)), Optional.empty());
    }

    /** On the database of the settings, whether a server runs on it or not. */
    static Session openOwn() {
        LogFormat.onlyWarnings();
        CommandNode node = CommandNode.start(CommandSettings.read());
        return new Session(new AdminConnection(node.address(), node.key()), Optional.of(node));
    }
}
