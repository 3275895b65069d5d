package io.quartermaster;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two nodes on one database for a class, and for each test an upstream and a tenant whose one model is there. */
final class TwoNodeScene implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    static final String MODEL = "gpt-4o";

    private @Nullable TestServer server;
    private @Nullable TestServer otherNode;
    private @Nullable FakeUpstream upstream;
    private @Nullable TestTenant tenant;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        TestServer first = TestServer.start();
        server = first;
        otherNode = first.secondNode();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (otherNode != null) {
            otherNode.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        FakeUpstream started = FakeUpstream.start();
        upstream = started;
        TestTenant made = TestTenant.on(server());
        made.provider("main", started.baseUrl());
        made.model(MODEL);
        tenant = made;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (upstream != null) {
            upstream.close();
        }
    }

    TestServer server() {
        return Objects.requireNonNull(server);
    }

    TestServer otherNode() {
        return Objects.requireNonNull(otherNode);
    }

    TestTenant tenant() {
        return Objects.requireNonNull(tenant);
    }

    TestPerson person(String role) {
        return TestPerson.in(server(), tenant(), role);
    }

    /** The status of a call at the node with the text that the answer shows. */
    int call(TestServer node, Answer made) {
        return new ChatCaller(node.address(), made.string("key")).call(MODEL).status();
    }
}
