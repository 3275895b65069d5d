package io.quartermaster.dify;

import io.quartermaster.declared.Declaration;
import io.quartermaster.model.ModelType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says of one tenant of Dify what of it there is to be here; a row that has no place here is told and stops nothing. */
final class DifyTranslation {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_MODEL = 256;

    private final DifyTenant tenant;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, ObjectNode> providers = new LinkedHashMap<>();
    private final Map<String, ObjectNode> models = new LinkedHashMap<>();

    private DifyTranslation(DifyTenant tenant) {
        this.tenant = tenant;
    }

    /**
     * A tenant as it is to be here.
     *
     * @param notes what was dropped or left out, and why, a sentence each
     */
    record Translated(Optional<Declaration> declaration, String slug, List<String> notes) {
        Translated {
            notes = List.copyOf(notes);
        }
    }

    static Translated of(DifyTenant tenant) {
        return new DifyTranslation(tenant).translate();
    }

    /** From the id, which never changes, so that a second run finds what the first one made. */
    static String slug(UUID tenant) {
        String digits = tenant.toString().replace("-", "");
        return "dify-" + digits.substring(digits.length() - 12);
    }

    private Translated translate() {
        String slug = slug(tenant.id());
        if (!tenant.status().equals("normal")) {
            note("tenants", tenant.id(), "its status is '" + tenant.status() + "', so it is left out");
            return new Translated(Optional.empty(), slug, notes);
        }
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("slug", slug);
        entry.put("name", cut(tenant.name().isBlank() ? slug : tenant.name().strip(), LONGEST_NAME));
        ArrayNode members = members();
        tenant.providers().stream().filter(row -> !row.isCredential()).forEach(this::provider);
        tenant.providers().stream().filter(DifyTenant.Provider::isCredential).forEach(this::credential);
        tenant.models().forEach(this::model);
        ObjectNode defaults = defaults();
        entry.set("members", members);
        entry.putArray("providers").addAll(providers.values());
        entry.putArray("models").addAll(models.values());
        entry.set("default_models", defaults);
        noteCuts();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("quartermaster", 1).putArray("tenants").add(entry);
        return new Translated(Optional.of(new Declaration(root)), slug, notes);
    }

    private ArrayNode members() {
        ArrayNode members = JsonNodeFactory.instance.arrayNode();
        Set<String> seen = new HashSet<>();
        for (DifyTenant.Account account : tenant.accounts()) {
            Optional<String> role = DifyNames.role(account.role());
            String email = account.email().strip().toLowerCase(Locale.ROOT);
            if (!email.matches("[^@\\s]+@[^@\\s]+") || email.length() > 254) {
                note("tenant_account_joins", account.joinId(), "it has no account with an e-mail address");
            } else if (role.isEmpty()) {
                note("tenant_account_joins", account.joinId(), "the role '" + account.role() + "' is not known here");
            } else if (account.status().equals("banned") || account.status().equals("closed")) {
                note("tenant_account_joins", account.joinId(), "its account is " + account.status());
            } else if (!seen.add(email)) {
                note("tenant_account_joins", account.joinId(), "its address is that of another member");
            } else {
                String name = account.name().isBlank() ? email : account.name().strip();
                members.addObject()
                        .put("email", email)
                        .put("display_name", cut(name, LONGEST_NAME))
                        .put("role", role.get());
            }
        }
        return members;
    }

    private void provider(DifyTenant.Provider row) {
        if (row.providerType().equals("custom")) {
            require(row.table(), row.id(), row.providerName());
        } else {
            note(
                    row.table(),
                    row.id(),
                    "it is Dify's own quota for " + DifyNames.shortName(row.providerName()) + ", which stays there");
        }
    }

    /** The credential in use is the provider itself; each other one is a provider config of its own. */
    private void credential(DifyTenant.Provider row) {
        String name = DifyNames.shortName(row.providerName());
        boolean first = !providers.containsKey(name);
        boolean active = tenant.providers().stream()
                .anyMatch(provider -> provider.credential().equals(row.id().toString()));
        boolean anyActive = tenant.providers().stream()
                .anyMatch(provider -> !provider.isCredential()
                        && DifyNames.shortName(provider.providerName()).equals(name)
                        && !provider.credential().isEmpty());
        boolean several = tenant.providers().stream()
                        .filter(other -> other.isCredential()
                                && DifyNames.shortName(other.providerName()).equals(name))
                        .count()
                > 1;
        if (require(row.table(), row.id(), row.providerName()) && !first && several && !active && anyActive) {
            String own = cut(name + ": " + row.credential().strip(), LONGEST_NAME);
            DifyNames.family(name).ifPresent(family -> providers.putIfAbsent(own, provider(own, family.word())));
        }
    }

    private void model(DifyTenant.Model row) {
        Optional<ModelType> type = ModelType.parse(row.modelType());
        if (type.isEmpty()) {
            note(row.table(), row.id(), "the model type '" + row.modelType() + "' is not known here");
        } else if (!isModelName(row.modelName())) {
            note(row.table(), row.id(), "its model name is empty or longer than " + LONGEST_MODEL);
        } else if (require(row.table(), row.id(), row.providerName())) {
            boolean isNew = model(row.providerName(), row.modelName(), type.get());
            if (!isNew && row.table().equals("provider_model_credentials")) {
                note(
                        row.table(),
                        row.id(),
                        "the credential '" + cut(row.credentialName(), LONGEST_NAME) + "' of " + row.modelName()
                                + " has no provider of its own here; make one if its address or key is another");
            }
        }
    }

    /** Of the rows of a type in any spelling the source says which is kept. */
    private ObjectNode defaults() {
        ObjectNode defaults = JsonNodeFactory.instance.objectNode();
        for (DifyTenant.DefaultModel row : tenant.defaults()) {
            Optional<ModelType> type = ModelType.parse(row.modelType());
            if (type.isEmpty()) {
                note("tenant_default_models", row.id(), "the model type '" + row.modelType() + "' is not known here");
            } else if (row.id().equals(row.kept())) {
                defaultModel(row, type.get(), defaults);
            } else {
                note(
                        "tenant_default_models",
                        row.id(),
                        "dropped: " + row.kept() + " is the newer default for "
                                + type.get().word() + ", and kept");
            }
        }
        return defaults;
    }

    private void defaultModel(DifyTenant.DefaultModel row, ModelType type, ObjectNode defaults) {
        String provider = DifyNames.shortName(row.providerName());
        if (DifyNames.family(provider).isEmpty()) {
            note("tenant_default_models", row.id(), "the provider '" + row.providerName() + "' has no family here");
        } else if (!isModelName(row.modelName())) {
            note("tenant_default_models", row.id(), "its model name is empty or longer than " + LONGEST_MODEL);
        } else if (!providers.containsKey(provider)) {
            note("tenant_default_models", row.id(), "the tenant has no key of its own for " + row.providerName());
        } else {
            model(row.providerName(), row.modelName(), type); // those that come with a provider are in no table
            ObjectNode chosen = defaults.putObject(type.word());
            chosen.put("family", DifyNames.family(provider).orElseThrow().word());
            chosen.put("model", row.modelName().strip());
            chosen.put("provider", provider);
        }
    }

    private boolean model(String providerName, String modelName, ModelType type) {
        String provider = DifyNames.shortName(providerName);
        String name = modelName.strip();
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        model.put("family", DifyNames.family(provider).orElseThrow().word());
        model.put("model", name);
        model.put("model_type", type.word());
        model.put("provider", provider);
        return models.putIfAbsent(type.word() + " " + provider + " " + name, model) == null;
    }

    /** Makes sure that there is a provider config for rows of this provider; false if it can have none. */
    private boolean require(String table, UUID id, String providerName) {
        String name = DifyNames.shortName(providerName);
        Optional<String> family = DifyNames.family(name).map(found -> found.word());
        if (family.isEmpty()) {
            note(table, id, "the provider '" + cut(providerName, LONGEST_NAME) + "' has no family here");
        }
        family.ifPresent(word -> providers.putIfAbsent(name, provider(name, word)));
        return family.isPresent();
    }

    private static ObjectNode provider(String name, String family) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("family", family)
                .put("without_key", true);
    }

    private void noteCuts() {
        if (tenant.accounts().size() == DifyStore.MOST_ROWS
                || tenant.models().size() >= DifyStore.MOST_ROWS
                || tenant.providers().size() >= DifyStore.MOST_ROWS
                || tenant.defaults().size() == DifyStore.MOST_ROWS) {
            note(
                    "tenants",
                    tenant.id(),
                    "it has more than " + DifyStore.MOST_ROWS + " rows in a table; those after them were not read");
        }
    }

    private static boolean isModelName(String name) {
        return !name.isBlank() && name.strip().length() <= LONGEST_MODEL;
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest)).strip();
    }

    private void note(String table, UUID row, String reason) {
        notes.add(table + " " + row + ": " + reason + ".");
    }
}
