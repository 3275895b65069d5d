package io.quartermaster.model;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.Permission;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.model.CatalogueModelStore.PriceRow;
import io.quartermaster.model.CatalogueModelStore.Row;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.provider.ProviderFamily;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is known of models in general: shipped with the release, and what operators say instead, which an upgrade never loses. */
public final class CatalogueModels {

    private static final int HISTORY = 100;

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final ShippedCatalogue shipped;
    private final CatalogueModelStore store = new CatalogueModelStore();

    public CatalogueModels(Database database, Authorizer authorizer, Audit audit, ShippedCatalogue shipped) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.shipped = shipped;
    }

    /** A catalogue model with the prices that operators ever set, newest first. */
    record WithHistory(ShownCatalogueModel model, List<PriceRow> history) {}

    /** By family and name, the shipped ones and the operators'. */
    Page<ShownCatalogueModel> list(
            Caller caller, PageRequest page, Optional<ProviderFamily> family, Optional<ModelType> type) {
        authorizer.require(caller, Permission.READ_CATALOGUE);
        Optional<CatalogueKey> after = page.after().map(CatalogueModels::key);
        return database.inDeployment(tx -> {
            Map<CatalogueKey, Row> rows = store.list(tx).stream()
                    .collect(Collectors.toMap(row -> row.model().key(), Function.identity()));
            Map<CatalogueKey, PriceRow> prices =
                    store.listNewestPrices(tx).stream().collect(Collectors.toMap(PriceRow::key, Function.identity()));
            TreeSet<CatalogueKey> keys = new TreeSet<>(rows.keySet());
            shipped.list().forEach(model -> keys.add(model.key()));
            List<ShownCatalogueModel> found = keys.stream()
                    .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
                    .filter(key -> family.isEmpty() || key.family() == family.get())
                    .map(key -> ShownCatalogueModel.of(
                            key, Optional.ofNullable(rows.get(key)), Optional.ofNullable(prices.get(key)), shipped))
                    .filter(model -> type.isEmpty() || model.modelType() == type.get())
                    .filter(model -> page.search().isEmpty()
                            || page.search()
                                    .get()
                                    .isIn(
                                            model.family().word(),
                                            model.name(),
                                            model.displayName().orElse("")))
                    .limit(page.limit() + 1L)
                    .toList();
            return Page.of(found, page, last -> Cursor.of(last.family().word(), last.name()));
        });
    }

    WithHistory read(Caller caller, CatalogueKey key) {
        authorizer.require(caller, Permission.READ_CATALOGUE);
        return database.inDeployment(tx -> new WithHistory(
                find(tx, key).orElseThrow(CatalogueModels::missing), store.listPrices(tx, key, HISTORY)));
    }

    /** Puts an operator's row before the shipped one; a price left out is the shipped one, {@code null} is none. */
    ShownCatalogueModel put(
            DeploymentCaller caller, CatalogueModel model, Change<Prices> prices, Precondition expected) {
        authorizer.require(caller.caller(), Permission.CHANGE_CATALOGUE);
        return database.changeDeployment(tx -> {
            Optional<ShownCatalogueModel> before = find(CatalogueModelStore.reading(tx), model.key());
            requireCurrent(before, expected);
            store.put(tx, model, caller.label());
            boolean byOperator = prices.mentioned();
            Optional<PriceRow> current = store.listPrices(CatalogueModelStore.reading(tx), model.key(), 1).stream()
                    .findFirst();
            boolean same = byOperator
                    ? current.filter(row -> row.byOperator() && row.prices().equals(prices.given()))
                            .isPresent()
                    : current.filter(PriceRow::byOperator).isEmpty();
            if (!same) {
                Optional<Prices> given = byOperator ? prices.given() : shippedPrices(model.key());
                store.insertPrice(tx, model.key(), byOperator, given, caller.label());
            }
            ShownCatalogueModel after =
                    find(CatalogueModelStore.reading(tx), model.key()).orElseThrow(CatalogueModels::missing);
            audit.record(
                    tx,
                    caller,
                    "catalogue_model.put",
                    subject(model.key()),
                    before,
                    Optional.of(after),
                    Optional.empty());
            return after;
        });
    }

    /** Takes the operators' row away, so that what is shipped counts again; the history of its prices stays. */
    void delete(DeploymentCaller caller, CatalogueKey key, Precondition expected) {
        authorizer.require(caller.caller(), Permission.CHANGE_CATALOGUE);
        database.changeDeployment(tx -> {
            Optional<ShownCatalogueModel> before = find(CatalogueModelStore.reading(tx), key);
            if (before.filter(model -> model.version().isPresent()).isEmpty()) {
                throw missing();
            }
            requireCurrent(before, expected);
            store.delete(tx, key);
            if (before.get().priceVersion().isPresent()) {
                store.insertPrice(tx, key, false, shippedPrices(key), caller.label());
            }
            audit.record(
                    tx,
                    caller,
                    "catalogue_model.delete",
                    subject(key),
                    before,
                    find(CatalogueModelStore.reading(tx), key),
                    Optional.empty());
            return key;
        });
    }

    private Optional<ShownCatalogueModel> find(DeploymentTx tx, CatalogueKey key) {
        Optional<Row> row = store.find(tx, key);
        if (row.isEmpty() && shipped.find(key).isEmpty()) {
            return Optional.empty();
        }
        Optional<PriceRow> newest = store.listPrices(tx, key, 1).stream().findFirst();
        return Optional.of(ShownCatalogueModel.of(key, row, newest, shipped));
    }

    private Optional<Prices> shippedPrices(CatalogueKey key) {
        return shipped.find(key).flatMap(CatalogueModel::prices);
    }

    private static void requireCurrent(Optional<ShownCatalogueModel> before, Precondition expected) {
        OptionalLong version = before.flatMap(ShownCatalogueModel::version)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
        if (!expected.allows(version)) {
            Problem stale = new Problem(ProblemType.STALE, "The catalogue model was changed meanwhile; read it again.");
            before.ifPresent(current -> stale.with("current", current));
            throw stale;
        }
    }

    private static CatalogueKey key(Cursor cursor) {
        return new CatalogueKey(
                ProviderFamily.parse(cursor.text(0)).orElseThrow(CatalogueModels::missing), cursor.text(1));
    }

    private static Problem missing() {
        return new Problem(
                ProblemType.NOT_FOUND, "There is no such model in the catalogue, or no operator's row of it.");
    }

    private static AuditSubject subject(CatalogueKey key) {
        return new AuditSubject("catalogue_model", key.toString());
    }
}
