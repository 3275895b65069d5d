package io.quartermaster.tenant;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import java.time.Instant;

/** The HTTP of playground keys. */
final class PlaygroundKeyResource {

    private final PlaygroundKeys keys;
    private final TenantCallers callers;

    PlaygroundKeyResource(PlaygroundKeys keys, TenantCallers callers) {
        this.keys = keys;
        this.callers = callers;
    }

    void bind(Operations operations) {
        operations.on("createPlaygroundKey", this::create);
    }

    /** The only answer that holds the key's text. */
    record Shown(String keyId, String key, Instant expiresAt) {}

    private Reply create(Call call) {
        ApiKeys.Made made = keys.create(callers.of(call), call.credentials().session(), call.facts());
        return Reply.created(new Shown(
                made.key().id().toString(),
                made.text().reveal(),
                made.key().expiresAt().orElseThrow()));
    }
}
