package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.ValueSchema;
import io.quartermaster.platform.json.Json;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Parses the credentials that callers send; no error repeats any of one. */
final class CredentialInput {

    private CredentialInput() {}

    /** The credential that is given, as a key or as an object; empty when neither is. */
    static Optional<GivenCredential> read(
            ProviderFamily family, Optional<Sensitive> apiKey, Optional<JsonNode> structured) {
        if (apiKey.isPresent() && structured.isPresent()) {
            throw ProviderInput.invalid(
                    "credential", "not_allowed", "Give api_key or credential, not both: one of them is stored.");
        }
        return apiKey.map(key -> new GivenCredential(Credential.apiKey(key), key.lastFour()))
                .or(() -> structured.map(object -> structured(family, object)));
    }

    private static GivenCredential structured(ProviderFamily family, JsonNode object) {
        ValueSchema schema = family.credentialSchema().orElseThrow(() -> notTaken(family));
        if (object.valueStream().anyMatch(value -> value.isString() && ProviderInput.isMasked(value.stringValue()))) {
            throw ProviderInput.masked("credential");
        }
        schema.require(object, "credential");
        Sensitive json = new Sensitive(Json.text(object));
        if (json.utf8Length() > ProviderInput.LONGEST_KEY_BYTES) {
            throw ProviderInput.invalid(
                    "credential",
                    "too_long",
                    "A credential has at most " + ProviderInput.LONGEST_KEY_BYTES + " bytes.");
        }
        if (family.credentialForms().contains(CredentialForm.AWS_KEY_PAIR)) {
            return given(CredentialForm.AWS_KEY_PAIR, json, object.path("access_key_id"));
        }
        requirePrivateKey(object.path("private_key").asString());
        return given(CredentialForm.SERVICE_ACCOUNT, json, object.path("private_key_id"));
    }

    private static GivenCredential given(CredentialForm form, Sensitive json, JsonNode id) {
        return new GivenCredential(new Credential(form, json), new Sensitive(id.asString()).lastFour());
    }

    private static void requirePrivateKey(String pem) {
        try {
            String base64 = pem.replace("-----BEGIN PRIVATE KEY-----", "")
                    .replace("-----END PRIVATE KEY-----", "")
                    .replaceAll("\\s", "");
            KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
            throw ProviderInput.invalid(
                    "credential.private_key",
                    "not_a_key",
                    "The private key must be an RSA key as PEM of PKCS#8, as Google hands it out.");
        }
    }

    private static Problem notTaken(ProviderFamily family) {
        String advice = "The family " + family.word() + " takes no credential object; it takes "
                + family.credentialForms().stream().map(CredentialForm::word).collect(Collectors.joining(", ")) + ".";
        return new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError("credential", "not_taken", advice));
    }
}
