package io.quartermaster;

import io.quartermaster.doctor.Check;
import io.quartermaster.schema.DatabaseFacts;
import io.quartermaster.schema.SchemaStanding;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The database as the server's role sees it. */
final class DatabaseChecks {

    private static final String MIGRATE = "quartermaster migrate, with the owner role";
    private static final int OLDEST = 150_000;
    private static final int FEW_MONTHS = 3;
    private static final Duration NOTICEABLE = Duration.ofSeconds(2);
    private static final Duration TOO_FAR = Duration.ofSeconds(30);

    private DatabaseChecks() {}

    /** @param owner what is wrong with the owner's role; empty if nothing is */
    static List<Check> list(DatabaseFacts facts, boolean embedded, Optional<String> owner) {
        List<Check> checks = new ArrayList<>();
        checks.add(version(facts, embedded));
        checks.add(clock(facts.clockAhead()));
        checks.add(schema(facts));
        if (facts.standing() instanceof SchemaStanding.Current) {
            checks.add(drift(facts.drift()));
        }
        checks.add(facts.excessivePower()
                .map(sentence -> Check.failure(
                        "server_role",
                        sentence,
                        "see \"An external PostgreSQL\" in docs/operations.md; serve refuses it"))
                .orElse(Check.ok("server_role", "bound by row level security")));
        checks.add(owner.map(problem -> Check.warning(
                        "owner_role",
                        problem,
                        "set QM_DATABASE_OWNER_USER and QM_DATABASE_OWNER_PASSWORD on one node at least, which then"
                                + " migrates, makes the ledger's months and lets old events go"))
                .orElse(Check.ok("owner_role", "there")));
        facts.monthsAhead().ifPresent(months -> checks.add(partitions(months)));
        return checks;
    }

    private static Check version(DatabaseFacts facts, boolean embedded) {
        String found = "PostgreSQL " + facts.versionText() + (embedded ? ", embedded" : "");
        return facts.version() < OLDEST
                ? Check.failure("postgresql", found, "upgrade it to 15 or newer")
                : Check.ok("postgresql", found);
    }

    /** Both are moments, so time zones say nothing here. */
    static Check clock(Duration ahead) {
        Duration apart = ahead.abs();
        String found = apart.compareTo(NOTICEABLE) < 0
                ? "this machine and the database agree"
                : "this machine is " + apart.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                        + " the database";
        String wayOut = "let both keep time by NTP (chrony, systemd-timesyncd)";
        if (apart.compareTo(TOO_FAR) >= 0) {
            return Check.failure("clock", found, wayOut);
        }
        return apart.compareTo(NOTICEABLE) >= 0 ? Check.warning("clock", found, wayOut) : Check.ok("clock", found);
    }

    /** Which release the tables are of. */
    private static Check schema(DatabaseFacts facts) {
        if (facts.foreignKeysOff()) {
            return Check.failure(
                    "schema",
                    "foreign keys are off: schema distribute was ended before it was done",
                    "stop all servers and run quartermaster schema distribute again");
        }
        return switch (facts.standing()) {
            case SchemaStanding.Current current -> Check.ok("schema", current.sentence());
            case SchemaStanding.NewerButCompatible newer ->
                Check.warning("schema", newer.sentence(), "replace this release by the one that migrated");
            case SchemaStanding.Behind behind -> Check.failure("schema", behind.sentence(), MIGRATE);
            case SchemaStanding.Interrupted interrupted -> Check.failure("schema", interrupted.sentence(), MIGRATE);
            case SchemaStanding.Unusable unusable ->
                Check.failure(
                        "schema", unusable.sentence(), "restore a backup, or use the release that was here before");
        };
    }

    /** Whether somebody changed what the migrations made. */
    static Check drift(List<Finding> findings) {
        if (findings.isEmpty()) {
            return Check.ok("drift", "what a server relies on is as the migrations made it");
        }
        String found = DriftWatch.sentence(findings);
        String wayOut = "quartermaster schema verify tells all of it, with what mends it";
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.BLOCKING)
                ? Check.failure("drift", found, wayOut + "; serve refuses it")
                : Check.warning("drift", found, wayOut);
    }

    static Check partitions(int months) {
        String found = months < 0 ? "the ledger has none for this month" : months + " months ahead";
        if (months < 0) {
            return Check.failure("partitions", found, MIGRATE);
        }
        return months < FEW_MONTHS ? Check.warning("partitions", found, MIGRATE) : Check.ok("partitions", found);
    }
}
