package io.quartermaster.tenant;

import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_SETTINGS;
import static io.quartermaster.schema.jooq.Tables.TENANT_SETTINGS;

import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record3;
import org.jooq.Result;

/** SQL of {@code tenant_settings} and {@code deployment_settings}: a whole number, or {@code null} for a word taken back. */
final class SettingStore {

    private static final JSONB NOTHING = JSONB.jsonb("null");

    SettingValues.Said deployment(DSLContext sql) {
        return read(sql.select(DEPLOYMENT_SETTINGS.NAME, DEPLOYMENT_SETTINGS.VALUE, DEPLOYMENT_SETTINGS.VERSION)
                .from(DEPLOYMENT_SETTINGS)
                .fetch());
    }

    SettingValues.Said tenant(TenantScope tx) {
        return read(tx.sql()
                .select(TENANT_SETTINGS.NAME, TENANT_SETTINGS.VALUE, TENANT_SETTINGS.VERSION)
                .from(TENANT_SETTINGS)
                .where(TENANT_SETTINGS.TENANT_ID.eq(tx.tenant().value()))
                .fetch());
    }

    void put(DeploymentChangeTx tx, SettingName name, Optional<Integer> value, String by) {
        tx.sql()
                .insertInto(DEPLOYMENT_SETTINGS)
                .set(DEPLOYMENT_SETTINGS.NAME, name.word())
                .set(DEPLOYMENT_SETTINGS.VALUE, write(value))
                .set(DEPLOYMENT_SETTINGS.VERSION, tx.version())
                .set(DEPLOYMENT_SETTINGS.CREATED_AT, tx.now())
                .set(DEPLOYMENT_SETTINGS.CREATED_BY, by)
                .set(DEPLOYMENT_SETTINGS.UPDATED_AT, tx.now())
                .set(DEPLOYMENT_SETTINGS.UPDATED_BY, by)
                .onConflict(DEPLOYMENT_SETTINGS.NAME)
                .doUpdate()
                .set(DEPLOYMENT_SETTINGS.VALUE, write(value))
                .set(DEPLOYMENT_SETTINGS.VERSION, tx.version())
                .set(DEPLOYMENT_SETTINGS.UPDATED_AT, tx.now())
                .set(DEPLOYMENT_SETTINGS.UPDATED_BY, by)
                .execute();
    }

    void put(TenantTx tx, SettingName name, Optional<Integer> value, String by) {
        tx.sql()
                .insertInto(TENANT_SETTINGS)
                .set(TENANT_SETTINGS.TENANT_ID, tx.tenant().value())
                .set(TENANT_SETTINGS.NAME, name.word())
                .set(TENANT_SETTINGS.VALUE, write(value))
                .set(TENANT_SETTINGS.VERSION, tx.version())
                .set(TENANT_SETTINGS.CREATED_AT, tx.now())
                .set(TENANT_SETTINGS.CREATED_BY, by)
                .set(TENANT_SETTINGS.UPDATED_AT, tx.now())
                .set(TENANT_SETTINGS.UPDATED_BY, by)
                .onConflict(TENANT_SETTINGS.TENANT_ID, TENANT_SETTINGS.NAME)
                .doUpdate()
                .set(TENANT_SETTINGS.VALUE, write(value))
                .set(TENANT_SETTINGS.VERSION, tx.version())
                .set(TENANT_SETTINGS.UPDATED_AT, tx.now())
                .set(TENANT_SETTINGS.UPDATED_BY, by)
                .execute();
    }

    private static JSONB write(Optional<Integer> value) {
        return value.map(number -> JSONB.jsonb(number.toString())).orElse(NOTHING);
    }

    private static Optional<Integer> value(JSONB value) {
        return value.equals(NOTHING) ? Optional.empty() : Optional.of(Integer.valueOf(value.data()));
    }

    /** What an older or a newer release called something else is left alone. */
    private static SettingValues.Said read(Result<Record3<String, JSONB, Long>> rows) {
        Map<SettingName, Optional<Integer>> values = new EnumMap<>(SettingName.class);
        long version = 0;
        for (Record3<String, JSONB, Long> row : rows) {
            version = Math.max(version, row.value3());
            Arrays.stream(SettingName.values())
                    .filter(name -> name.word().equals(row.value1()))
                    .forEach(name -> values.put(name, value(row.value2())));
        }
        return new SettingValues.Said(values, version);
    }
}
