package io.quartermaster.tenant.identity;

import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.platform.http.RequestFacts;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** The HTTP of users, for operators. */
public final class UserResource {

    private final Users users;
    private final Keys keys;

    public UserResource(Users users, Keys keys) {
        this.users = users;
        this.keys = keys;
    }

    /** What a person's browsers call models with. */
    public interface Keys {
        /** Makes the change of the person, and ends these keys with it. */
        User endWith(UserId user, String actor, RequestFacts facts, Supplier<User> change);
    }

    public void bind(Operations operations) {
        operations
                .on("listUsers", this::list)
                .on("createUser", this::create)
                .on("readUser", this::read)
                .on("changeUser", this::change);
    }

    record NewUser(String email, String displayName, Optional<Sensitive> password, Optional<Boolean> operator) {}

    private Reply list(Call call) {
        return Reply.page(users.list(caller(call), call.page()), user -> user);
    }

    private Reply create(Call call) {
        NewUser body = call.body(NewUser.class);
        User user = users.create(
                caller(call),
                new Users.Draft(
                        Email.require(body.email()),
                        body.displayName().strip(),
                        body.password(),
                        body.operator().orElse(false)));
        return Reply.created(user).withEtag(user.version());
    }

    private Reply read(Call call) {
        User user = users.read(caller(call), id(call));
        return Reply.ok(user).withEtag(user.version());
    }

    private Reply change(Call call) {
        Users.Changes changes = new Users.Changes(
                call.change("email", email -> Email.require(email.asString())),
                call.change("display_name", name -> name.asString().strip()),
                call.change("password", password -> new Sensitive(password.asString())),
                call.change("operator", JsonNode::asBoolean),
                call.change("disabled", JsonNode::asBoolean));
        User user = change(caller(call), id(call), call.precondition(), changes, call.facts());
        return Reply.ok(user).withEtag(user.version());
    }

    private User change(
            DeploymentCaller caller, UserId id, Precondition expected, Users.Changes changes, RequestFacts facts) {
        if (changes.password().given().isEmpty()) {
            // keys of who is disabled are refused, until that is undone
            return users.change(caller, id, expected, changes);
        }
        users.requireChange(caller); // before keys are ended
        return keys.endWith(id, caller.label(), facts, () -> users.change(caller, id, expected, changes));
    }

    private static DeploymentCaller caller(Call call) {
        return new DeploymentCaller(call.principal(Caller.class), call.requestId());
    }

    private static UserId id(Call call) {
        return UserId.parse(call.path("user")).orElseThrow();
    }
}
