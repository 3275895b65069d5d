package io.quartermaster.tenant;

import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.db.Database;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** The operator's key: given in the settings, or made at the first start and kept as a hash. */
public final class OperatorKeys {

    private final Database database;
    private final Ids ids;
    private final SecureRandom random;
    private final Clock clock;
    private final Optional<byte[]> givenHash;
    private final OperatorKeyStore store = new OperatorKeyStore();

    /** @param given the key of the settings, which then is the only one */
    public OperatorKeys(Database database, Ids ids, SecureRandom random, Clock clock, Optional<Sensitive> given) {
        this.database = database;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
        this.givenHash = given.map(KeyText::hash);
    }

    /** Makes the first key when there is none, given or stored; the text is to be shown once and forgotten. */
    public Optional<Sensitive> createFirst() {
        if (givenHash.isPresent()) {
            return Optional.empty();
        }
        return database.inDeployment(tx -> {
            if (store.exists(tx)) {
                return Optional.empty();
            }
            Sensitive key = KeyText.random(random);
            store.insert(tx, ids, key, clock.instant());
            return Optional.of(key);
        });
    }

    /** Whether the database has one, whatever the settings give. */
    public boolean stored() {
        return database.inDeployment(store::exists);
    }

    /** Replaces every stored key by a new one. */
    public Sensitive reset() {
        Sensitive key = KeyText.random(random);
        database.inDeployment(tx -> {
            store.deleteAll(tx);
            store.insert(tx, ids, key, clock.instant());
            return key;
        });
        return key;
    }

    /** Whether the bearer of this key is the operator. */
    public boolean isOperator(Optional<String> key) {
        return key.map(text -> matches(KeyText.hash(new Sensitive(text)))).orElse(false);
    }

    /** Whether a key with this hash is the operator's. */
    public boolean matches(byte[] hash) {
        if (givenHash.isPresent()) {
            return MessageDigest.isEqual(givenHash.get(), hash);
        }
        return database.inDeployment(tx -> store.contains(tx, hash));
    }
}
