package io.quartermaster.provider;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.TenantCallers;

/** The HTTP of user keys. */
public final class UserKeyResource {

    private final UserKeys keys;
    private final TenantCallers callers;

    public UserKeyResource(UserKeys keys, TenantCallers callers) {
        this.keys = keys;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("listUserKeys", this::list)
                .on("putUserKey", this::put)
                .on("deleteUserKey", this::delete)
                .on("listUserKeyHolders", this::listHolders);
    }

    record NewUserKey(String apiKey) {
        @Override
        public String toString() {
            return "NewUserKey[]"; // not the key
        }
    }

    private Reply list(Call call) {
        return Reply.page(keys.list(callers.of(call), call.page()), key -> key);
    }

    private Reply listHolders(Call call) {
        return Reply.page(
                keys.listHolders(callers.of(call), ProviderConfigResource.id(call), call.page()), holder -> holder);
    }

    private Reply put(Call call) {
        String text = call.body(NewUserKey.class).apiKey();
        if (text.isBlank()) {
            throw ProviderInput.invalid("api_key", "blank", "Give the key; DELETE takes one back.");
        }
        ShownUserKey key = keys.put(
                callers.of(call), ProviderConfigResource.id(call), call.precondition(), ProviderInput.apiKey(text));
        return Reply.ok(key).withEtag(key.version().orElseThrow());
    }

    private Reply delete(Call call) {
        keys.delete(callers.of(call), ProviderConfigResource.id(call), call.precondition());
        return Reply.noContent();
    }
}
