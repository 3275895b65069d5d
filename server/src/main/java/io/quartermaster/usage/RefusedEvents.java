package io.quartermaster.usage;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of events that the database takes in no way: a JSON object a line, for a person to look at and a command to read back. Both
 * work beside each other: whoever writes holds the lock of a file beside it.
 */
public final class RefusedEvents {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedEvents.class);

    private final Path file;
    private final Currency currency;
    private final Path lock;
    private final Path taken;

    public RefusedEvents(Path file, Currency currency) {
        this.file = file;
        this.currency = currency;
        this.lock = file.resolveSibling(file.getFileName() + ".lock");
        this.taken = file.resolveSibling(file.getFileName() + ".replaying");
    }

    /** One line of the file. */
    record Line(TenantId tenantId, ShownUsageEvent event, String refusal) {

        static Line of(UsageEvent event, Currency currency, RuntimeException refusal) {
            return new Line(event.tenant(), ShownUsageEvent.of(event, currency), UsageEventStore.reason(refusal));
        }

        static Line parse(String text) {
            return Json.mapper().readValue(text, Line.class);
        }

        UsageEvent usageEvent() {
            return event.of(tenantId);
        }

        String text() {
            return Json.mapper().writeValueAsString(this);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Writes it down for good, or throws: then the spool still has it. */
    void add(UsageEvent event, RuntimeException refusal) {
        try {
            append(List.of(line(event, refusal)));
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

    /** Whether the ledger's currency is that of a line; before lines said theirs, there was but one. */
    boolean isInOurMoney(String line) {
        String code = Json.tree(line).path("event").path("currency").asString(currency.getCurrencyCode());
        return code.equals(currency.getCurrencyCode());
    }

    /** The line of an event. */
    String line(UsageEvent event, RuntimeException refusal) {
        return Line.of(event, currency, refusal).text();
    }

    /** Keeps other replays out until it is closed. */
    FileChannel turn() throws IOException {
        FileChannel channel = open(file.resolveSibling(file.getFileName() + ".replay.lock"));
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException("Another command is reading " + file + " back");
        }
        return channel;
    }

    /** The lines that wait, moved aside so that new ones go to a new file; they stay there until {@link #keep}. */
    List<String> take() throws IOException {
        if (!Files.exists(taken)) { // else an earlier replay did not come to its end, and goes on with what it had
            locked(() -> {
                if (Files.exists(file)) {
                    Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
                }
            });
        }
        if (!Files.exists(taken)) {
            return List.of();
        }
        // Not as readAllLines does: a line torn within a letter is one that stays, and keeps none of the others.
        return new String(Files.readAllBytes(taken), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Puts back of the lines taken those that must stay. */
    void keep(List<String> lines) throws IOException {
        append(lines);
        Files.deleteIfExists(taken);
    }

    private void append(List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        String whole = String.join("\n", lines) + "\n";
        locked(() -> {
            byte[] text = (endsTorn() ? "\n" + whole : whole).getBytes(StandardCharsets.UTF_8);
            try (FileChannel channel = open(file)) {
                for (ByteBuffer bytes = ByteBuffer.wrap(text); bytes.hasRemaining(); ) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        });
    }

    /** Whether somebody was killed within a line; the next one must not become part of it. */
    private boolean endsTorn() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    private synchronized void locked(Work work) throws IOException {
        try (FileChannel channel = open(lock);
                FileLock _ = channel.lock()) {
            work.run();
        }
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
