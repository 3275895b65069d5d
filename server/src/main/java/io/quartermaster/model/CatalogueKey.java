package io.quartermaster.model;

import io.quartermaster.provider.ProviderFamily;
import java.util.Comparator;

/** What a model in general is known by. */
record CatalogueKey(ProviderFamily family, String name) implements Comparable<CatalogueKey> {

    private static final Comparator<CatalogueKey> ORDER =
            Comparator.comparing((CatalogueKey key) -> key.family().word()).thenComparing(CatalogueKey::name);

    @Override
    public int compareTo(CatalogueKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return family.word() + "/" + name;
    }
}
