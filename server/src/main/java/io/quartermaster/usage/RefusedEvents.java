package io.quartermaster.usage;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Currency;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of events that the database takes in no way: a JSON object a line, for a person to look at. */
public final class RefusedEvents {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedEvents.class);

    private final Path file;
    private final Currency currency;

    public RefusedEvents(Path file, Currency currency) {
        this.file = file;
        this.currency = currency;
    }

    private record Line(TenantId tenantId, ShownUsageEvent event, String refusal) {}

    /** Writes it down for good, or throws: then the spool still has it. */
    void add(UsageEvent event, RuntimeException refusal) {
        Line line = new Line(event.tenant(), ShownUsageEvent.of(event, currency), String.valueOf(refusal.getMessage()));
        byte[] json = (Json.mapper().writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            for (ByteBuffer bytes = ByteBuffer.wrap(json); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException("Setting aside a usage event in " + file, failure);
        }
        LOG.error(
                "The database refused the usage event {} of tenant {}; it is in {} and in no sum",
                event.id(),
                event.tenant(),
                file,
                refusal);
    }
}
