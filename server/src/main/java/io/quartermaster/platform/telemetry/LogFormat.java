package io.quartermaster.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.Console;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Logs go to standard error: JSON lines for whatever collects them, plain text when a person looks at a terminal. Written in
 * Java because reading XML costs a tenth of the start.
 */
public final class LogFormat extends ContextAwareBase implements Configurator {

    private static final String FOR_PEOPLE = "%d{HH:mm:ss.SSS} %-5level %-28.28logger{0} %msg%n";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder(context));
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        for (String chatty : new String[] {
            "org.jooq", "com.zaxxer.hikari", "org.flywaydb", "io.netty", "io.vertx", "software.amazon.awssdk"
        }) {
            context.getLogger(chatty).setLevel(Level.WARN);
        }
        // It calls for backups and for rolling back code when a migration fails, also when one only gave way and is
        // tried again; what really failed is told by whoever ran it.
        context.getLogger("org.flywaydb.core.internal.command.DbMigrate").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** For commands whose output people read: only what is wrong is logged. */
    public static void onlyWarnings() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
        if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()) {
            PatternLayoutEncoder text = new PatternLayoutEncoder();
            text.setContext(context);
            text.setPattern(FOR_PEOPLE);
            text.start();
            return text;
        }
        JsonEncoder json = new JsonEncoder();
        json.setContext(context);
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithFormattedMessage(true);
        json.start();
        return json;
    }
}
