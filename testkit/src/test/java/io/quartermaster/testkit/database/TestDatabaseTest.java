package io.quartermaster.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.schema.SchemaStanding;
import io.quartermaster.schema.ServerRoleCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

final class TestDatabaseTest {

    @Test
    void isMigratedAndServedByARoleWithoutTooMuchPower() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Connection server = database.connectAsServer()) {
            assertThat(SchemaStanding.of(server)).isInstanceOf(SchemaStanding.Current.class);
            assertThat(ServerRoleCheck.excessivePower(server)).isEmpty();
        }
    }

    @Test
    void oneDatabaseShowsNothingOfAnother() throws Exception {
        try (TestDatabase one = TestDatabase.create();
                TestDatabase other = TestDatabase.create();
                Connection inOne = one.connectAsOwner();
                Connection inOther = other.connectAsOwner();
                Statement change = inOne.createStatement();
                Statement look = inOther.createStatement()) {
            change.execute("update deployment_versions set version = 7");
            var row = look.executeQuery("select version from deployment_versions");
            row.next();
            assertThat(row.getLong(1)).isEqualTo(1);
        }
    }

    @Test
    void droppingEndsItsConnectionsAndMayBeRepeated() throws Exception {
        TestDatabase database = TestDatabase.create();
        try (Connection connection = database.connectAsServer()) {
            database.drop();
            database.drop();
            assertThat(connection.isValid(1)).isFalse();
        }
        assertThatThrownBy(database::connectAsServer)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("does not exist");
    }
}
