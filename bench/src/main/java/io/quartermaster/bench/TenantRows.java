package io.quartermaster.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tenants by the hundred thousand, each with a key, a provider config, three model configs and a default, made by SQL. */
record TenantRows(Connection database) {

    static final int MODELS = 3;

    /** The tables that grow with the tenants. */
    private static final List<String> TABLES = List.of(
            "tenants",
            "tenant_config_versions",
            "api_keys",
            "api_key_lookup",
            "provider_configs",
            "model_configs",
            "default_models");

    /** The text of a tenant's key. */
    static String key(int tenant) {
        return "qm_" + "0".repeat(43 - Integer.toString(tenant).length()) + tenant;
    }

    /** Makes the tenants from {@code first} to {@code last}; their ids are spread as random ones are. */
    void fill(int first, int last) throws SQLException {
        String numbers = " from generate_series(" + first + ", " + last + ") n";
        String made = "1, now(), 'bench', now(), 'bench'";
        execute("insert into tenants (id, slug, name, status, deployment_key_families, version, created_at, created_by,"
                + " updated_at, updated_by) select " + id("tenant") + ", 'bench-' || n, 'Bench', 'active', '{}', "
                + made
                + numbers);
        execute("insert into tenant_config_versions select " + id("tenant") + ", 1, now()" + numbers);
        String key = "sha256(convert_to('qm_' || lpad(n::text, 43, '0'), 'UTF8'))";
        execute(
                "insert into api_keys (tenant_id, id, name, role, allowed_models, last_four, version, created_at, created_by,"
                        + " updated_at, updated_by, key_hash) select " + id("tenant") + ", " + id("key")
                        + ", 'bench', 'owner', '{}', '0000', " + made + ", " + key + numbers);
        execute("insert into api_key_lookup (key_hash, tenant_id, api_key_id) select " + key + ", " + id("tenant")
                + ", " + id("key") + numbers);
        execute("insert into provider_configs (tenant_id, id, family, name, base_url, central_key_enabled,"
                + " user_key_allowed, central_key_fallback, enabled, priority, version, created_at, created_by, updated_at,"
                + " updated_by) select " + id("tenant") + ", " + id("provider")
                + ", 'ollama', 'bench', 'http://127.0.0.1:9/v1', true, false, false, true, 100, " + made + numbers);
        for (int model = 0; model < MODELS; model++) {
            execute(
                    "insert into model_configs (tenant_id, id, model_type, family, model, compression_threshold, enabled,"
                            + " version, created_at, created_by, updated_at, updated_by) select " + id("tenant") + ", "
                            + id("model" + model) + ", 'llm', 'ollama', 'model-" + model + "', 0, true, " + made
                            + numbers);
        }
        execute(
                "insert into default_models (tenant_id, model_type, model_config_id, source, version, created_at, created_by,"
                        + " updated_at, updated_by) select " + id("tenant") + ", 'llm', " + id("model0")
                        + ", 'elected', " + made
                        + numbers);
        execute("vacuum analyze");
        execute("checkpoint");
    }

    /** As a change of each by another node: what is in memory of them is stale at the next poll. */
    void change(int first, int last) throws SQLException {
        execute("update tenant_config_versions set version = version + 1 where tenant_id in (select " + id("tenant")
                + " from generate_series(" + first + ", " + last + ") n)");
    }

    /** Octets of each table, its own and its indexes'. */
    Map<String, long[]> sizes() throws SQLException {
        Map<String, long[]> sizes = new LinkedHashMap<>();
        for (String table : TABLES) {
            sizes.put(table, new long[] {
                (long) number("select pg_table_size('" + table + "')"),
                (long) number("select pg_indexes_size('" + table + "')")
            });
        }
        return sizes;
    }

    /** Pages of the index by which a key is found, the deepest on the way of a cold call. */
    long keyIndexPages() throws SQLException {
        return (long) number("select pg_relation_size('api_key_lookup_pkey') / 8192");
    }

    /** Rows of the version table that were read so far, by whatever way. */
    double versionRowsRead() throws SQLException {
        return number(
                "select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables where relname ="
                        + " 'tenant_config_versions'");
    }

    private double number(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String id(String what) {
        return "md5('" + what + "' || n)::uuid";
    }
}
