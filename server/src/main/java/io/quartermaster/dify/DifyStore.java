package io.quartermaster.dify;

import io.quartermaster.model.ModelType;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.schema.repair.DuplicateReport;
import io.quartermaster.schema.repair.DuplicateRule;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SQL of a Dify database, which is only read: in one transaction, a tenant at a time. Keys are not even selected. */
public final class DifyStore implements AutoCloseable {

    private static final int TENANTS_AT_ONCE = 500;

    /** One tenant with more rows than this in a table is no tenant; it must not take the memory of all. */
    static final int MOST_ROWS = 100_000;

    /** Of the rows of a type the newest is kept, and of several as new the one with the greatest id. */
    private static final DuplicateRule ONE_DEFAULT = new DuplicateRule(
            List.of(DuplicateRule.Key.of("tenant_id"), new DuplicateRule.Key("model_type", canonicalType())),
            "updated_at desc nulls last, id desc");

    private static final Set<String> REQUIRED = Set.of(
            "tenants", "accounts", "tenant_account_joins", "providers", "provider_models", "tenant_default_models");

    private final Connection connection;
    private final Set<String> tables;

    private DifyStore(Connection connection, Set<String> tables) {
        this.connection = connection;
        this.tables = Set.copyOf(tables);
    }

    /** The database cannot be read, or is no Dify's; the message names neither user nor password. */
    public static final class CannotRead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotRead(String sentence) {
            super(sentence);
        }
    }

    public static DifyStore open(DifySource source) {
        Properties login = new Properties();
        source.user().ifPresent(user -> login.setProperty("user", user));
        source.password().map(Sensitive::reveal).ifPresent(password -> login.setProperty("password", password));
        login.setProperty("connectTimeout", "10");
        try {
            Connection connection = DriverManager.getConnection(source.url(), login);
            try {
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
                return new DifyStore(connection, tables(connection));
            } catch (SQLException | RuntimeException failure) {
                connection.close();
                throw failure;
            }
        } catch (SQLException unreachable) { // the driver's message may repeat the URL
            throw new CannotRead("The database at " + source.url() + " cannot be read (" + state(unreachable)
                    + "); check the address, the user and the password.");
        }
    }

    private static Set<String> tables(Connection connection) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "select table_name from information_schema.tables where table_schema = any (current_schemas(false))");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        Set<String> missing = new TreeSet<>(REQUIRED);
        missing.removeAll(found);
        if (!missing.isEmpty()) {
            throw new CannotRead("This is not the database of a Dify: it has no table " + String.join(", ", missing)
                    + ", or the user may not see it.");
        }
        return found;
    }

    /** The next tenants after one, by id; empty at the end. */
    List<DifyTenant> listTenants(Optional<UUID> after) {
        return query(
                "select id, name, status from tenants where ?::uuid is null or id > ?::uuid order by id limit "
                        + TENANTS_AT_ONCE,
                row -> new DifyTenant(
                        uuid(row, "id"),
                        text(row, "name"),
                        text(row, "status"),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                after.orElse(null),
                after.orElse(null));
    }

    /** The tenant with all it has. */
    DifyTenant load(DifyTenant tenant) {
        return new DifyTenant(
                tenant.id(),
                tenant.name(),
                tenant.status(),
                listAccounts(tenant.id()),
                listProviders(tenant.id()),
                listModels(tenant.id()),
                listDefaults(tenant.id()));
    }

    private List<DifyTenant.Account> listAccounts(UUID tenant) {
        return query(
                "select j.id, a.email, a.name, a.status, j.role from tenant_account_joins j"
                        + " left join accounts a on a.id = j.account_id where j.tenant_id = ? order by j.id limit "
                        + MOST_ROWS,
                row -> new DifyTenant.Account(
                        uuid(row, "id"), text(row, "email"), text(row, "name"), text(row, "status"), text(row, "role")),
                tenant);
    }

    private List<DifyTenant.Provider> listProviders(UUID tenant) {
        List<DifyTenant.Provider> all = new ArrayList<>(query(
                // as JSON, for the column came with Dify 1.8
                "select id, provider_name, provider_type, to_jsonb(providers) ->> 'credential_id' as active"
                        + " from providers where tenant_id = ? order by id limit " + MOST_ROWS,
                row -> new DifyTenant.Provider(
                        "providers",
                        uuid(row, "id"),
                        text(row, "provider_name"),
                        text(row, "provider_type"),
                        text(row, "active")),
                tenant));
        if (tables.contains("provider_credentials")) { // since Dify 1.8
            all.addAll(query(
                    "select id, provider_name, credential_name from provider_credentials where tenant_id = ?"
                            + " order by id limit " + MOST_ROWS,
                    row -> new DifyTenant.Provider(
                            "provider_credentials",
                            uuid(row, "id"),
                            text(row, "provider_name"),
                            "custom",
                            text(row, "credential_name")),
                    tenant));
        }
        return all;
    }

    private List<DifyTenant.Model> listModels(UUID tenant) {
        List<DifyTenant.Model> all = new ArrayList<>(query(
                "select id, provider_name, model_name, model_type from provider_models where tenant_id = ?"
                        + " order by id limit " + MOST_ROWS,
                row -> new DifyTenant.Model(
                        "provider_models",
                        uuid(row, "id"),
                        text(row, "provider_name"),
                        text(row, "model_name"),
                        text(row, "model_type"),
                        ""),
                tenant));
        if (tables.contains("provider_model_credentials")) {
            all.addAll(query(
                    "select id, provider_name, model_name, model_type, credential_name from provider_model_credentials"
                            + " where tenant_id = ? order by id limit " + MOST_ROWS,
                    row -> new DifyTenant.Model(
                            "provider_model_credentials",
                            uuid(row, "id"),
                            text(row, "provider_name"),
                            text(row, "model_name"),
                            text(row, "model_type"),
                            text(row, "credential_name")),
                    tenant));
        }
        return all;
    }

    private List<DifyTenant.DefaultModel> listDefaults(UUID tenant) {
        return query(
                "select id, provider_name, model_name, model_type, first_value(id) over " + ONE_DEFAULT.window()
                        + " as kept from tenant_default_models where tenant_id = ? order by id limit " + MOST_ROWS,
                row -> new DifyTenant.DefaultModel(
                        uuid(row, "id"),
                        text(row, "provider_name"),
                        text(row, "model_name"),
                        text(row, "model_type"),
                        uuid(row, "kept")),
                tenant);
    }

    /** What is to be said of tenants that have several default models of a type; empty if none has. */
    Optional<String> duplicateDefaults() {
        try {
            DuplicateReport report = DuplicateReport.of(connection, "tenant_default_models", ONE_DEFAULT);
            return report.groups() == 0 ? Optional.empty() : Optional.of(report.sentence());
        } catch (SQLException unreadable) {
            throw new CannotRead("The Dify database cannot be read any further (" + state(unreadable) + ").");
        }
    }

    /** The spelling of a type that is ours; of a type that is not known the one it has. */
    private static String canonicalType() {
        return ModelType.legacyNames().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(name ->
                        "when '" + name.getKey() + "' then '" + name.getValue().word() + "'")
                .collect(Collectors.joining(" ", "case model_type ", " else model_type end"));
    }

    private interface Read<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Read<T> read, @Nullable Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(index + 1, parameters[index]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(read.of(rows));
                }
                return all;
            }
        } catch (SQLException unreadable) {
            throw new CannotRead("The Dify database cannot be read any further (" + state(unreadable) + ").");
        }
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return UUID.fromString(row.getString(column));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static String state(SQLException failure) {
        return "SQL state " + (failure.getSQLState() == null ? "unknown" : failure.getSQLState());
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            throw new CannotRead("The connection to the Dify database broke at its end.");
        }
    }
}
