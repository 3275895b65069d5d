package io.quartermaster.platform.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.quartermaster.platform.config.Settings.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections of one role to one database, each with the timeouts of the house. */
public final class Pool {

    /** Expiry is a 503: nobody waits for a lock, a statement or an idle transaction longer than this. */
    private static final String TIMEOUTS = "set lock_timeout = '5s'; set statement_timeout = '15s';"
            + " set idle_in_transaction_session_timeout = '20s'";

    private static final long PATIENCE_MILLIS = 3_000;

    private Pool() {}

    /** A pool for the server's own work; opens connections when they are needed. */
    public static HikariDataSource open(String url, Login login, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("server");
        config.setJdbcUrl(url);
        config.setUsername(login.user());
        config.setPassword(login.password().reveal());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(TIMEOUTS);
        config.addDataSourceProperty("ApplicationName", "quartermaster");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "3");
        config.addDataSourceProperty("socketTimeout", "30");
        return new HikariDataSource(config);
    }

    /** One connection outside any pool. */
    public static Connection connect(String url, Login login) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password().reveal());
        properties.setProperty("ApplicationName", "quartermaster");
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(url, properties);
    }
}
