package io.quartermaster;

import io.quartermaster.audit.AuditExport;
import io.quartermaster.audit.AuditHead;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.json.Json;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Writes the audit trail to standard output. */
@Command(
        name = "export",
        description =
                "Writes the audit trail as JSON lines, oldest first in each chain; works beside a running server.")
final class AuditExportCommand implements Callable<Integer> {

    @Option(names = "--tenant", description = "Only the chain of this tenant (slug or id).")
    private @Nullable String tenant;

    @Option(names = "--from", paramLabel = "<time>", description = "Not before this time: 2026-11-01, or with a time.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "<time>", description = "Before this time.")
    private @Nullable String to;

    @Option(names = "--heads", description = "After each chain, a line that says where it stands.")
    private boolean showHeads;

    @Override
    public Integer call() {
        Optional<Instant> first = time("--from", from);
        Optional<Instant> end = time("--to", to);
        Settings settings = CommandSettings.read();
        try (OwnerDatabase owner = OwnerDatabase.open(settings, "Exporting the audit trail");
                Lines lines = new Lines(showHeads)) {
            AuditExport export = new AuditExport(owner.database(), Json.mapper(), first, end, lines);
            if (tenant == null) {
                export.exportAll();
            } else {
                Optional<TenantId> one = export.find(tenant);
                export.export(one.orElseThrow(() -> new CannotStart("There is no tenant " + tenant + ".")));
            }
        } catch (IOException | UncheckedIOException gone) {
            throw new CannotStart("Standard output takes no more; the export is not whole.");
        }
        return 0;
    }

    private static Optional<Instant> time(String option, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException unreadable) {
            throw new CannotStart(option + " takes a day such as 2026-11-01, which begins in UTC, or a time such as"
                    + " 2026-11-01T08:00:00Z.");
        }
    }

    /** Not {@code System.out}, which swallows that nobody reads any more. */
    private static final class Lines implements AuditExport.Listener, AutoCloseable {
        private final Writer out = new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
        private final boolean showHeads;

        Lines(boolean showHeads) {
            this.showHeads = showHeads;
        }

        @Override
        public void event(JsonNode event) {
            write(event);
        }

        @Override
        public void stands(String chain, AuditHead head) {
            if (showHeads && head.seq() > 0) {
                write(Map.of("chain", chain, "head", head.seq(), "code", head.code()));
            }
        }

        private void write(Object line) {
            try {
                out.write(Json.text(line));
                out.write('\n');
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
