package io.quartermaster;

import io.quartermaster.audit.AuditFinding;
import io.quartermaster.audit.AuditHead;
import io.quartermaster.audit.AuditVerification;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.json.Json;
import io.quartermaster.secret.AuditKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks after the audit trail. */
@Command(
        name = "audit",
        description = "Looks after the audit trail.",
        subcommands = {AuditCommand.Verify.class, AuditExportCommand.class})
final class AuditCommand {

    /** Finds what was cut from, changed in or put into the audit trail. */
    @Command(
            name = "verify",
            description =
                    "Finds what was cut from, changed in or put into the audit trail; works beside a running server.")
    static final class Verify implements Callable<Integer> {

        private static final Pattern EXPECTATION =
                Pattern.compile("([0-9a-f-]{36}|deployment):([1-9][0-9]{0,17}):([0-9a-f]{16,128})");

        @Option(names = "--tenant", description = "Only the chain of this tenant (slug or id).")
        private @Nullable String tenant;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean asJson;

        @Option(names = "--heads", description = "Also print where each chain stands, to be kept elsewhere.")
        private boolean showHeads;

        @Option(
                names = "--expect",
                paramLabel = "<chain>:<number>:<code>",
                description =
                        "A head that --heads printed earlier: proves that nothing before it was cut or changed, not even"
                                + " by somebody with the master key.")
        private List<String> expectations = List.of();

        private int findings;
        private int chains;

        @Override
        public Integer call() {
            Map<String, Map<Long, String>> expected = expected();
            Settings settings = CommandSettings.read();
            try (OwnerDatabase owner = OwnerDatabase.open(settings, "Verifying the audit trail")) {
                verify(settings, owner.database(), expected);
            }
            if (asJson) {
                System.out.println(Json.text(Map.of("chains", chains, "findings", findings)));
            } else {
                System.out.println(
                        findings == 0
                                ? "Intact: " + count(chains, "chain") + "."
                                : count(findings, "finding") + " in " + count(chains, "chain") + ".");
            }
            return findings == 0 ? 0 : 1;
        }

        private void verify(Settings settings, Database database, Map<String, Map<Long, String>> expected) {
            AuditKey key =
                    new AuditKey(database, MasterKeys.loadExisting(settings), new io.quartermaster.platform.Ids());
            if (!key.read()) {
                found(new AuditFinding("deployment", 0, "the key of the audit trail is gone: no event can be checked"));
                return;
            }
            AuditVerification verification = new AuditVerification(
                    database, Json.mapper(), key::mac, expected, new AuditVerification.Listener() {
                        @Override
                        public void found(AuditFinding finding) {
                            Verify.this.found(finding);
                        }

                        @Override
                        public void stands(String chain, AuditHead head) {
                            Verify.this.stands(chain, head);
                        }
                    });
            if (tenant == null) {
                verification.verifyAll();
            } else {
                Optional<TenantId> one = verification.find(tenant);
                verification.verify(one.orElseThrow(() -> new CannotStart("There is no tenant " + tenant + ".")));
            }
        }

        private void found(AuditFinding finding) {
            findings++;
            if (asJson) {
                System.out.println(Json.text(finding));
            } else {
                System.out.println("Chain " + finding.chain()
                        + (finding.seq() == 0 ? ": " : ", event " + finding.seq() + ": ") + finding.problem() + ".");
            }
        }

        private void stands(String chain, AuditHead head) {
            chains++;
            if (showHeads && head.seq() > 0) {
                System.out.println(
                        asJson
                                ? Json.text(Map.of("chain", chain, "head", head.seq(), "code", head.code()))
                                : chain + ":" + head.seq() + ":" + head.code());
            }
        }

        private Map<String, Map<Long, String>> expected() {
            Map<String, Map<Long, String>> expected = new HashMap<>();
            for (String text : expectations) {
                Matcher parts = EXPECTATION.matcher(text);
                if (!parts.matches()) {
                    throw new CannotStart("--expect takes <chain>:<number>:<code> as --heads prints it.");
                }
                expected.computeIfAbsent(parts.group(1), chain -> new HashMap<>())
                        .put(Long.parseLong(parts.group(2)), parts.group(3));
            }
            return expected;
        }

        private static String count(int number, String noun) {
            return number + " " + noun + (number == 1 ? "" : "s");
        }
    }
}
