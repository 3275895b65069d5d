package io.quartermaster.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quartermaster.access.Role;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The HTTP of API keys. */
public final class ApiKeyResource {

    private final ApiKeys keys;
    private final TenantCallers callers;

    public ApiKeyResource(ApiKeys keys, TenantCallers callers) {
        this.keys = keys;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("listApiKeys", this::list)
                .on("createApiKey", this::create)
                .on("readApiKey", this::read)
                .on("changeApiKey", this::change)
                .on("deleteApiKey", this::delete)
                .on("rotateApiKey", this::rotate);
    }

    record NewApiKey(
            String name,
            Optional<Role> role,
            Optional<UserId> userId,
            Optional<List<String>> allowedModels,
            Optional<OffsetDateTime> expiresAt) {}

    record Rotation(Optional<Integer> graceSeconds) {}

    /** The only answer that holds a key's text. */
    record ShownOnce(@JsonUnwrapped ApiKey about, String key) {}

    private Reply list(Call call) {
        return Reply.page(keys.list(callers.of(call), call.page()), key -> key);
    }

    private Reply create(Call call) {
        NewApiKey body = call.body(NewApiKey.class);
        ApiKeys.Made made = keys.create(
                callers.of(call),
                new ApiKeys.Draft(
                        body.name().strip(),
                        body.role(),
                        body.userId(),
                        body.allowedModels().orElse(List.of()),
                        body.expiresAt().map(ApiKeyResource::instant)));
        return Reply.created(new ShownOnce(made.key(), made.text().reveal()))
                .withEtag(made.key().version());
    }

    private Reply read(Call call) {
        ApiKey key = keys.read(callers.of(call), id(call));
        return Reply.ok(key).withEtag(key.version());
    }

    private Reply change(Call call) {
        ApiKeys.Changes changes = new ApiKeys.Changes(
                call.change("name", name -> name.asString().strip()),
                call.change("role", role -> Role.parse(role.asString()).orElseThrow()),
                call.change(
                        "allowed_models",
                        models -> models.valueStream().map(JsonNode::asString).toList()),
                call.change("expires_at", end -> instant(OffsetDateTime.parse(end.asString()))));
        ApiKey key = keys.change(callers.of(call), id(call), call.precondition(), changes);
        return Reply.ok(key).withEtag(key.version());
    }

    private Reply delete(Call call) {
        keys.delete(callers.of(call), id(call), call.precondition());
        return Reply.noContent();
    }

    private Reply rotate(Call call) {
        Optional<Duration> grace = call.body(Rotation.class).graceSeconds().map(Duration::ofSeconds);
        ApiKeys.Made made = keys.rotate(callers.of(call), id(call), call.precondition(), grace);
        return Reply.ok(new ShownOnce(made.key(), made.text().reveal()))
                .withEtag(made.key().version());
    }

    private static ApiKeyId id(Call call) {
        return ApiKeyId.parse(call.path("key")).orElseThrow();
    }

    /** Microseconds, as the database keeps them. */
    private static Instant instant(OffsetDateTime time) {
        return time.toInstant().truncatedTo(ChronoUnit.MICROS);
    }
}
