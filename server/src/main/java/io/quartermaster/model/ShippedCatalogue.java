package io.quartermaster.model;

import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.ProviderFamily;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the release knows of models; the resource {@code catalogue.json} names its source and date for each family. */
public final class ShippedCatalogue {

    private static final String RESOURCE = "catalogue.json";

    private final TreeMap<CatalogueKey, CatalogueModel> models = new TreeMap<>();
    private final Map<ProviderFamily, String> dates = new EnumMap<>(ProviderFamily.class);

    /** Reads the resource; a mistake in it is a bug, which a test finds. */
    public ShippedCatalogue() {
        try (InputStream in = ShippedCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is not on the class path");
            }
            File file = Json.read(in.readAllBytes(), File.class);
            file.families().forEach(this::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + RESOURCE, unreadable);
        }
    }

    /** The file: {@code date} is the day on which a family's source was last read. */
    record File(String note, List<Family> families) {}

    record Family(ProviderFamily family, String source, String date, List<Model> models) {}

    record Model(
            String name,
            ModelType modelType,
            String displayName,
            Optional<Integer> contextWindow,
            Optional<Integer> maxOutput,
            List<Capability> capabilities,
            Optional<Prices> prices) {}

    Optional<CatalogueModel> find(CatalogueKey key) {
        return Optional.ofNullable(models.get(key));
    }

    /** By family and name. */
    Collection<CatalogueModel> list() {
        return Collections.unmodifiableCollection(models.values());
    }

    /** The day on which the family's source was read, such as {@code 2026-01-31}. */
    String date(ProviderFamily family) {
        return dates.getOrDefault(family, "");
    }

    private void add(Family family) {
        dates.put(family.family(), family.date());
        family.models().forEach(model -> add(family, model));
    }

    private void add(Family family, Model model) {
        CatalogueKey key = new CatalogueKey(family.family(), model.name());
        CatalogueModel shipped = new CatalogueModel(
                key,
                model.modelType(),
                Optional.of(model.displayName()),
                model.contextWindow(),
                model.maxOutput(),
                model.capabilities(),
                model.prices());
        if (models.put(key, shipped) != null) {
            throw new IllegalStateException(RESOURCE + " lists " + key + " twice");
        }
    }
}
