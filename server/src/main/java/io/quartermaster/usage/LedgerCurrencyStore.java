package io.quartermaster.usage;

import static io.quartermaster.schema.jooq.Tables.BUDGETS;
import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_SETTINGS;
import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_VERSIONS;
import static io.quartermaster.schema.jooq.Tables.MODEL_CONFIGS;
import static io.quartermaster.schema.jooq.Tables.PRICES;
import static io.quartermaster.schema.jooq.Tables.TENANTS;
import static io.quartermaster.schema.jooq.Tables.USAGE_DAYS;
import static io.quartermaster.schema.jooq.Tables.USAGE_EVENTS;
import static org.jooq.impl.DSL.excluded;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantScope;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jooq.JSONB;

/** SQL of the one row of {@code deployment_settings} that people do not change over the API: a JSON string. */
final class LedgerCurrencyStore {

    static final String NAME = "currency";
    private static final String BY = "start";
    private static final long NO_VERSION = 0; // it is no change of the settings that the API shows

    Optional<Currency> find(DeploymentTx tx) {
        return tx.sql()
                .select(DEPLOYMENT_SETTINGS.VALUE)
                .from(DEPLOYMENT_SETTINGS)
                .where(DEPLOYMENT_SETTINGS.NAME.eq(NAME))
                .fetchOptional(row -> Currency.getInstance(row.value1().data().replace("\"", "")));
    }

    /** Until the transaction ends nobody changes the deployment. */
    void lock(DeploymentTx tx) {
        tx.sql().selectFrom(DEPLOYMENT_VERSIONS).forUpdate().execute();
    }

    void put(DeploymentTx tx, Currency currency, Instant now) {
        tx.sql()
                .insertInto(DEPLOYMENT_SETTINGS)
                .set(DEPLOYMENT_SETTINGS.NAME, NAME)
                .set(DEPLOYMENT_SETTINGS.VALUE, JSONB.jsonb('"' + currency.getCurrencyCode() + '"'))
                .set(DEPLOYMENT_SETTINGS.VERSION, NO_VERSION)
                .set(DEPLOYMENT_SETTINGS.CREATED_AT, now)
                .set(DEPLOYMENT_SETTINGS.CREATED_BY, BY)
                .set(DEPLOYMENT_SETTINGS.UPDATED_AT, now)
                .set(DEPLOYMENT_SETTINGS.UPDATED_BY, BY)
                .onConflict(DEPLOYMENT_SETTINGS.NAME)
                .doUpdate()
                .set(DEPLOYMENT_SETTINGS.VALUE, excluded(DEPLOYMENT_SETTINGS.VALUE))
                .set(DEPLOYMENT_SETTINGS.UPDATED_AT, excluded(DEPLOYMENT_SETTINGS.UPDATED_AT))
                .execute();
    }

    List<TenantId> listTenants(DeploymentTx tx) {
        return tx.sql().select(TENANTS.ID).from(TENANTS).fetch(row -> new TenantId(row.value1()));
    }

    boolean isUsed(TenantScope tx) {
        return tx.sql()
                        .fetchExists(
                                USAGE_DAYS, USAGE_DAYS.TENANT_ID.eq(tx.tenant().value()))
                || tx.sql()
                        .fetchExists(
                                USAGE_EVENTS,
                                USAGE_EVENTS.TENANT_ID.eq(tx.tenant().value()));
    }

    /** Whether operators set prices; those that the release brings are no hindrance. */
    boolean hasPrices(DeploymentTx tx) {
        return tx.sql().fetchExists(PRICES, PRICES.SOURCE.eq("operator").and(PRICES.PRICES_.isNotNull()));
    }

    boolean hasPrices(TenantScope tx) {
        return tx.sql()
                .fetchExists(
                        MODEL_CONFIGS,
                        MODEL_CONFIGS.TENANT_ID.eq(tx.tenant().value()).and(MODEL_CONFIGS.PRICES.isNotNull()));
    }

    boolean hasBudgets(TenantScope tx) {
        return tx.sql().fetchExists(BUDGETS, BUDGETS.TENANT_ID.eq(tx.tenant().value()));
    }
}
