package io.quartermaster.gateway.probe;

import io.quartermaster.gateway.UpstreamFault;
import io.quartermaster.gateway.probe.ProbeClient.Outcome;
import io.quartermaster.gateway.probe.ProbeResult.Failure;
import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ResolvedCredential;
import io.quartermaster.provider.UnusableReason;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** One try at one provider, at the address and with the credential that a call would have. */
final class Probe {

    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private final ProbeClient client;
    private final ProviderView provider;
    private final ResolvedCredential.Found found;
    private final long began = System.nanoTime();

    Probe(ProbeClient client, ProviderView provider, ResolvedCredential.Found found) {
        this.client = client;
        this.provider = provider;
        this.found = found;
    }

    ProbeResult run() {
        return ModelListing.of(provider, found).map(this::list).orElseGet(this::reach);
    }

    /** Without the credential: there is no question here that it could be tried by. */
    private ProbeResult reach() {
        Attempt attempt = Attempt.of(provider, found); // with it, for accounts are called at other hosts than keys
        return switch (get(attempt, "/", Map.of())) {
            case Outcome.Failed(UpstreamFault fault) -> failed(Failure.of(fault));
            case Outcome.Answered _, Outcome.TooLong _ ->
                failed(new Failure(
                        ProbeStage.AUTHENTICATE,
                        "not_supported",
                        "The provider answers, but has no list of models that is asked for with this kind of credential, so"
                                + " it was not tried. Name the models yourself, and call one."));
        };
    }

    private ProbeResult list(ModelListing listing) {
        Attempt attempt = Attempt.of(provider, found);
        Map<String, Sensitive> headers = new HashMap<>(listing.headers());
        if (listing.bearer()) {
            found.apiKey().ifPresent(key -> headers.put("authorization", new Sensitive("Bearer " + key.reveal())));
        }
        if (listing.keyCheck().isPresent()) {
            Optional<Failure> refused = switch (get(attempt, listing.keyCheck().get(), headers)) {
                case Outcome.Failed(UpstreamFault fault) -> Optional.of(Failure.of(fault));
                // another answer, such as that of a proxy which does not know the path, says nothing of the key
                case Outcome.Answered(int status, Buffer _) -> refusedKey(status);
                case Outcome.TooLong _ -> Optional.empty();
            };
            if (refused.isPresent()) {
                return failed(refused.get());
            }
        }
        return switch (get(attempt, listing.path(), headers)) {
            case Outcome.Failed(UpstreamFault fault) -> failed(Failure.of(fault));
            case Outcome.TooLong _ ->
                failed(new Failure(
                        ProbeStage.LIST,
                        "list_too_long",
                        "The provider's list of models has more than 4 MiB; name the models yourself."));
            case Outcome.Answered(int status, Buffer body) ->
                status == 200 ? listed(listing, body) : failed(refusal(status));
        };
    }

    private ProbeResult listed(ModelListing listing, Buffer body) {
        try {
            Optional<List<String>> names = listing.names(Json.tree(body.getBytes()));
            if (names.isPresent()) {
                return ProbeResult.listed(found.source(), millis(), withoutSecrets(names.get()));
            }
        } catch (JacksonException notJson) {
            return failed(noList());
        }
        return failed(noList());
    }

    /** A provider that answers with what it was sent must not make us show it. */
    private List<String> withoutSecrets(List<String> names) {
        return found.credential()
                .map(credential -> names.stream()
                        .filter(name -> !name.contains(credential.secret().reveal()))
                        .toList())
                .orElse(names);
    }

    private Failure refusal(int status) {
        Optional<Failure> refused = refusedKey(status);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (status >= 300 && status < 400) {
            return Failure.of(UpstreamFault.REDIRECTED);
        }
        return switch (status) {
            case 404, 405 -> noList();
            case 429 ->
                new Failure(
                        ProbeStage.LIST,
                        "rate_limited",
                        "The provider limits calls now (status 429); try again later.");
            default ->
                new Failure(
                        ProbeStage.LIST,
                        "upstream_error",
                        "The provider answered with status " + status + " when it was asked for its models.");
        };
    }

    private Optional<Failure> refusedKey(int status) {
        if (status != 401 && status != 403) {
            return Optional.empty();
        }
        return Optional.of(
                found.credential().isPresent()
                        ? new Failure(
                                ProbeStage.AUTHENTICATE,
                                "key_refused",
                                "The provider refused the key with status " + status
                                        + ": it is wrong, expired, or not allowed to list models. Send the right one.")
                        : new Failure(
                                ProbeStage.AUTHENTICATE,
                                "key_required",
                                "The provider wants a key (status " + status + "): give api_key."));
    }

    private static Failure noList() {
        return new Failure(
                ProbeStage.LIST,
                "no_model_list",
                "What answers there does not list models as this family does: check base_url, or name the models"
                        + " yourself.");
    }

    static ProbeResult without(UnusableReason reason) {
        String advice = switch (reason) {
            case MISSING_API_KEY -> "No key is stored: give api_key, or have the operator grant the deployment's.";
            case USER_API_KEY_REQUIRED -> "The policy wants a key of yours: set one under user-keys, and test again.";
            case CREDENTIAL_UNREADABLE ->
                "The stored key does not open with the server's master key: send it again, or have the operator look.";
            case BASE_URL_REQUIRED -> "There is no address to call: give base_url.";
            case PROVIDER_DISABLED, PROVIDER_NOT_CONFIGURED, PROTOCOL_NOT_SUPPORTED, MODEL_DISABLED, MODEL_DELETED ->
                "No call can be made with this provider config: " + reason.word() + ".";
        };
        return ProbeResult.failed(
                io.quartermaster.provider.CredentialSource.NONE,
                0,
                new Failure(
                        reason == UnusableReason.BASE_URL_REQUIRED ? ProbeStage.RESOLVE : ProbeStage.CREDENTIAL,
                        reason.word(),
                        advice));
    }

    private Outcome get(Attempt attempt, String path, Map<String, Sensitive> headers) {
        return client.get(attempt, path, headers, began + DEADLINE.toNanos());
    }

    private ProbeResult failed(Failure failure) {
        return ProbeResult.failed(found.source(), millis(), failure);
    }

    private long millis() {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }
}
