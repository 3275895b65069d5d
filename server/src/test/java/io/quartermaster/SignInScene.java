package io.quartermaster;

import io.quartermaster.AdminClient.Answer;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** People who sign in by a password, all of them by the same. */
record SignInScene(TestServer server) {

    static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    /** A new member of the tenant; the e-mail address. */
    String invite(TestTenant tenant, String role) {
        String email = "invited-" + PEOPLE.incrementAndGet() + "@example.org";
        tenant.post(
                        "/members",
                        "{\"email\":\"%s\",\"display_name\":\"P\",\"role\":\"%s\",\"password\":\"%s\"}"
                                .formatted(email, role, PASSWORD))
                .require(201);
        return email;
    }

    Answer signIn(String email, String password) {
        return server.nobody().post("/sign-in", credentials(email, password));
    }

    static String credentials(String email, String password) {
        return "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    }

    static String passwords(String current, String next) {
        return "{\"current_password\":\"%s\",\"new_password\":\"%s\"}".formatted(current, next);
    }

    /** Changes rows past the API; the statement must have a condition. */
    void sql(String statement) throws SQLException {
        try (OwnerSql sql = new OwnerSql(server.database())) {
            sql.update(statement + " and ?::uuid is not null", UUID.randomUUID());
        }
    }
}
