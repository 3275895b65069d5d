package io.quartermaster;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantReadTx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/** What PostgreSQL says of how it would do the queries that a store issues, as the server's role, row level security and all. */
public final class QueryPlans {

    private static final Settings AS_THE_SERVER =
            new Settings().withRenderSchema(false).withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED);

    private QueryPlans() {}

    /** The plans of all queries that {@code work} issues in a tenant, one after the other. */
    public static String inTenant(DatabaseScene scene, TenantId tenant, Consumer<TenantReadTx> work) {
        return plans(scene, (sql, statements) -> {
            sql.execute("set local app.tenant_id = '" + tenant.value() + "'");
            work.accept(new TenantReadTx(tenant, recording(sql, statements)));
        });
    }

    /** As above, of the deployment. */
    public static String inDeployment(DatabaseScene scene, Consumer<DeploymentTx> work) {
        return plans(scene, (sql, statements) -> work.accept(new DeploymentTx(recording(sql, statements))));
    }

    private static String plans(DatabaseScene scene, BiConsumer<DSLContext, List<String>> work) {
        return DSL.using(scene.pool(), SQLDialect.POSTGRES, AS_THE_SERVER).transactionResult(configuration -> {
            DSLContext sql = DSL.using(configuration);
            List<String> statements = new ArrayList<>();
            work.accept(sql, statements);
            return statements.stream()
                    .flatMap(statement -> sql.fetch("explain (costs off) " + statement).stream())
                    .map((Record line) -> line.get(0, String.class))
                    .collect(Collectors.joining("\n"));
        });
    }

    private static DSLContext recording(DSLContext sql, List<String> statements) {
        return DSL.using(new DefaultConfiguration()
                .set(sql.configuration().connectionProvider())
                .set(SQLDialect.POSTGRES)
                .set(AS_THE_SERVER)
                .set(ExecuteListener.onExecuteStart(context -> {
                    Query query = context.query();
                    if (query != null) {
                        statements.add(sql.renderInlined(query));
                    }
                })));
    }
}
