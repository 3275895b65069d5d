package io.quartermaster.dify;

import io.quartermaster.declared.AdminConnection;
import io.quartermaster.declared.CannotApply;
import io.quartermaster.declared.Plan;
import io.quartermaster.declared.Planner;
import io.quartermaster.declared.Planner.KeylessProviders;
import io.quartermaster.dify.DifyTranslation.Translated;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Takes over what a Dify database holds and is not here yet, a tenant at a time; what is here already stays as it is. */
public final class DifyImport {

    private final DifyStore source;
    private final AdminConnection server;
    private final KeylessProviders keyless;
    private final Consumer<String> out;

    public DifyImport(DifyStore source, AdminConnection server, KeylessProviders keyless, Consumer<String> out) {
        this.source = source;
        this.server = server;
        this.keyless = keyless;
        this.out = out;
    }

    /** What came of it: how many tenants were looked at, had something to take over, and could not be taken over whole. */
    public record Outcome(int tenants, int differing, int failed, int notes) {

        private Outcome with(boolean differs, boolean fails, int more) {
            return new Outcome(tenants + 1, differing + (differs ? 1 : 0), failed + (fails ? 1 : 0), notes + more);
        }
    }

    /** Looks at every tenant; a dry run writes nothing. */
    public Outcome run(boolean dryRun) {
        Outcome outcome = new Outcome(0, 0, 0, 0);
        source.duplicateDefaults().ifPresent(report -> out.accept("! tenant_default_models: " + report));
        List<DifyTenant> page = source.listTenants(Optional.empty());
        while (!page.isEmpty()) {
            UUID last = page.getLast().id();
            for (DifyTenant tenant : page) {
                outcome = take(tenant, dryRun, outcome);
            }
            page = source.listTenants(Optional.of(last));
        }
        return outcome;
    }

    private Outcome take(DifyTenant tenant, boolean dryRun, Outcome outcome) {
        Translated translated = DifyTranslation.of(source.load(tenant));
        boolean differs = false;
        boolean fails = false;
        try {
            if (translated.declaration().isPresent()) {
                Plan plan = Planner.planMissing(server, translated.declaration().get(), keyless);
                differs = plan.differs();
                if (differs) {
                    plan.print(line -> out.accept(line));
                }
                if (!dryRun) {
                    plan.run();
                }
            }
        } catch (CannotApply refused) { // one tenant's trouble is no other's
            fails = true;
            out.accept("! " + translated.slug() + ": " + refused.getMessage());
        }
        translated.notes().forEach(note -> out.accept("! " + translated.slug() + ": " + note));
        return outcome.with(differs, fails, translated.notes().size());
    }
}
