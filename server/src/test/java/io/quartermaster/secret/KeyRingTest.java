package io.quartermaster.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.http.Problem;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeyRingTest {

    private static final Sensitive SECRET = new Sensitive("sk-a-provider's-key");

    private final DatabaseScene scene = new DatabaseScene();
    private final MasterKey master = randomMasterKey();
    private final KeyRing ring = new KeyRing(master, scene.ids(), KeyRingTest::mac);
    private final TenantId tenant = scene.tenant();
    private final TenantId other = scene.tenant();
    private final SecretPlace place = place(tenant, "provider_configs", UUID.randomUUID(), "key");

    @BeforeAll
    void createDataKeys() {
        createDataKey(tenant);
        createDataKey(other);
    }

    @AfterAll
    void close() {
        scene.close();
    }

    @Test
    void aSecretOpensAtItsPlaceAndNowhereElse() {
        SealedSecret sealed = seal(ring, place);

        assertThat(open(ring, place, sealed)).isEqualTo(new Unsealed.Opened(SECRET));
        assertThat(open(ring, place(tenant, "provider_configs", UUID.randomUUID(), "key"), sealed))
                .as("another row")
                .isEqualTo(new Unsealed.Closed());
        assertThat(open(ring, place(tenant, "provider_configs", place.row(), "other"), sealed))
                .as("another column")
                .isEqualTo(new Unsealed.Closed());
        assertThat(open(ring, place(tenant, "others", place.row(), "key"), sealed))
                .as("another table")
                .isEqualTo(new Unsealed.Closed());
        assertThat(open(ring, place(other, "provider_configs", place.row(), "key"), sealed))
                .as("another tenant")
                .isEqualTo(new Unsealed.Closed());
    }

    @Test
    void aDataKeyCopiedToAnotherTenantOpensNothingThere() {
        SealedSecret sealed = seal(ring, place);
        TenantId thief = scene.tenant();
        scene.execute(
                "insert into tenant_data_keys (tenant_id, id, master_key_id, wrapped_key, created_at)"
                        + " select ?, id, master_key_id, wrapped_key, created_at from tenant_data_keys where tenant_id = ?",
                thief.value(),
                tenant.value());

        Unsealed stolen =
                scene.database().readTenant(thief, tx -> ring.opener(tx).open(place, sealed));

        assertThat(stolen).isEqualTo(new Unsealed.Closed());
    }

    @Test
    void aDamagedCiphertextDoesNotOpen() {
        SealedSecret sealed = seal(ring, place);
        byte[] bytes = sealed.ciphertext().toByteArray();
        bytes[bytes.length - 1] ^= 1;

        assertThat(open(ring, place, SealedSecret.of(bytes, sealed.dataKeyId())))
                .isEqualTo(new Unsealed.Closed());
    }

    @Test
    void theSameSecretSealedTwiceLooksDifferent() {
        assertThat(seal(ring, place).ciphertext())
                .isNotEqualTo(seal(ring, place).ciphertext());
    }

    @Test
    void anotherMasterKeyOpensNothingAndSealsNothing() {
        SealedSecret sealed = seal(ring, place);
        KeyRing wrong = new KeyRing(randomMasterKey(), scene.ids(), KeyRingTest::mac);

        assertThat(open(wrong, place, sealed)).isEqualTo(new Unsealed.Closed());
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> seal(wrong, place))
                .withMessageContaining(master.id())
                .satisfies(problem -> assertThat(problem.type().status()).isEqualTo(503));
    }

    @Test
    void aFingerprintIsBoundToTenantAndSecretAndTheSameUnderEveryMasterKey() {
        String fingerprint = ring.fingerprint(tenant, SECRET);

        assertThat(fingerprint).matches("[0-9a-f]{16}");
        assertThat(new KeyRing(master, scene.ids(), KeyRingTest::mac).fingerprint(tenant, SECRET))
                .isEqualTo(fingerprint);
        assertThat(ring.fingerprint(other, SECRET)).isNotEqualTo(fingerprint);
        assertThat(ring.fingerprint(tenant, new Sensitive("sk-another"))).isNotEqualTo(fingerprint);
        assertThat(new KeyRing(randomMasterKey(), scene.ids(), KeyRingTest::mac).fingerprint(tenant, SECRET))
                .isEqualTo(fingerprint);
        assertThat(new KeyRing(master, scene.ids(), message -> mac(mac(message))).fingerprint(tenant, SECRET))
                .as("of another deployment")
                .isNotEqualTo(fingerprint);
    }

    private static byte[] mac(byte[] message) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(message);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void createDataKey(TenantId owner) {
        scene.database().inTenant(owner, tx -> {
            ring.createDataKey(tx);
            tx.changed();
            return owner;
        });
    }

    private SealedSecret seal(KeyRing keys, SecretPlace where) {
        return scene.database().inTenant(where.tenant(), tx -> keys.seal(tx, where, SECRET));
    }

    private Unsealed open(KeyRing keys, SecretPlace where, SealedSecret sealed) {
        return scene.database().readTenant(where.tenant(), tx -> keys.opener(tx).open(where, sealed));
    }

    private static SecretPlace place(TenantId tenant, String table, UUID row, String column) {
        return new SecretPlace(tenant, table, row, column);
    }

    private static MasterKey randomMasterKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return MasterKey.of(new Sensitive(Base64.getEncoder().encodeToString(bytes)));
    }
}
