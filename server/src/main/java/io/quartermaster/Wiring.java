package io.quartermaster;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditEventResource;
import io.quartermaster.audit.IdempotentCreates;
import io.quartermaster.console.ConsoleResource;
import io.quartermaster.gateway.Circuits;
import io.quartermaster.gateway.Deadlines;
import io.quartermaster.gateway.Gateway;
import io.quartermaster.gateway.GatewayLimits;
import io.quartermaster.gateway.ProviderHealthResource;
import io.quartermaster.gateway.outgoing.OutgoingGuard;
import io.quartermaster.gateway.probe.ProviderProbeResource;
import io.quartermaster.gateway.probe.ProviderProbes;
import io.quartermaster.gateway.signing.AwsIdentity;
import io.quartermaster.gateway.signing.CallSigner;
import io.quartermaster.gateway.signing.GoogleTokens;
import io.quartermaster.gateway.signing.TokenEndpoint;
import io.quartermaster.gateway.snapshot.DatabaseSnapshotSource;
import io.quartermaster.gateway.snapshot.PersonalTenants;
import io.quartermaster.gateway.snapshot.SnapshotPolicy;
import io.quartermaster.gateway.snapshot.Snapshots;
import io.quartermaster.gateway.trace.Traces;
import io.quartermaster.model.AvailableModelResource;
import io.quartermaster.model.AvailableModels;
import io.quartermaster.model.CatalogueModelResource;
import io.quartermaster.model.CatalogueModels;
import io.quartermaster.model.DefaultModelResource;
import io.quartermaster.model.DefaultModels;
import io.quartermaster.model.ModelConfigResource;
import io.quartermaster.model.ModelConfigs;
import io.quartermaster.model.ModelsOfProvider;
import io.quartermaster.model.ShippedCatalogue;
import io.quartermaster.model.UpstreamOffers;
import io.quartermaster.node.HostName;
import io.quartermaster.node.NodeRoom;
import io.quartermaster.node.NodeSigns;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.db.ConfigListener;
import io.quartermaster.platform.db.ConfigNotifier;
import io.quartermaster.platform.db.ConfigVersions;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.LedgerOwner;
import io.quartermaster.platform.db.LedgerPartitions;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.platform.db.SchemaWatch;
import io.quartermaster.platform.http.AdminApi;
import io.quartermaster.platform.http.Blocking;
import io.quartermaster.platform.http.BodyRoom;
import io.quartermaster.platform.http.HealthResource;
import io.quartermaster.platform.http.MetricsResource;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.json.Json;
import io.quartermaster.platform.telemetry.AccessLog;
import io.quartermaster.platform.telemetry.OtlpExport;
import io.quartermaster.provider.DeploymentKeys;
import io.quartermaster.provider.KeyFingerprintResource;
import io.quartermaster.provider.KeyFingerprints;
import io.quartermaster.provider.KeylessProviders;
import io.quartermaster.provider.ProviderConfigResource;
import io.quartermaster.provider.ProviderConfigs;
import io.quartermaster.provider.ProviderFamilyResource;
import io.quartermaster.provider.ProviderOrderResource;
import io.quartermaster.provider.ProviderRoom;
import io.quartermaster.provider.SharedGrantResource;
import io.quartermaster.provider.SharedProviderResource;
import io.quartermaster.provider.UserKeyResource;
import io.quartermaster.secret.AuditKey;
import io.quartermaster.secret.KeyRing;
import io.quartermaster.secret.MasterKey;
import io.quartermaster.tenant.ApiKeyResource;
import io.quartermaster.tenant.ApiKeyUses;
import io.quartermaster.tenant.ApiKeys;
import io.quartermaster.tenant.Authentication;
import io.quartermaster.tenant.OperatorKeys;
import io.quartermaster.tenant.PeopleRoom;
import io.quartermaster.tenant.SettingResource;
import io.quartermaster.tenant.TenantCallers;
import io.quartermaster.tenant.TenantResource;
import io.quartermaster.tenant.TenantSettings;
import io.quartermaster.tenant.Tenants;
import io.quartermaster.usage.UsageRoom;
import io.quartermaster.usage.retention.LedgerUpkeep;
import io.quartermaster.usage.spool.SpoolOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The composition root: makes every room and hands it what it needs. Nothing is hidden and nothing is looked up. */
final class Wiring implements AutoCloseable {

    private static final int CONNECTIONS = 16;
    private static final int BLOCKING_CALLS = 256;
    private static final int HEALTH_CALLS = 4; // of their own: a storm of writers must not look like a sick node
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration BODY_DEADLINE = Duration.ofSeconds(30);
    private static final Duration SPOOL_PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final Ids ids = new Ids();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HikariDataSource pool;
    private final Database database;
    private final ConfigNotifier notifier;
    private final OperatorKeys operatorKeys;
    private final ApiKeyUses keyUses;
    private final UsageRoom usageRoom;
    private final Blocking blocking = new Blocking(BLOCKING_CALLS, PATIENCE);
    private final Executor background = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("background-", 0).factory());
    private final Snapshots snapshots;
    private final ConfigListener listener;
    private final ProviderRoom providerRoom;
    private final LedgerUpkeep upkeep;
    private final DriftWatch drift;
    private final NodeRoom nodeRoom;
    private final AccessLog accessLog;
    private final Optional<OtlpExport> telemetry;
    private final Ports ports;

    Wiring(
            Settings settings,
            RunningDatabase running,
            MasterKey masterKey,
            Groundwork groundwork,
            SpoolOptions spoolOptions) {
        this.settings = settings;
        Vertx vertx = groundwork.vertx();
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        this.pool = Pool.open(running.url(), running.server(), CONNECTIONS);
        this.database = new Database(pool, clock, meters);
        this.notifier = new ConfigNotifier(pool);
        database.onChange(notifier);

        SecureRandom random = new SecureRandom();
        Authorizer authorizer = new Authorizer();
        AuditKey auditKey = new AuditKey(database, masterKey, ids);
        auditKey.prepare();
        Audit audit = new Audit(database, authorizer, ids, Json.mapper(), auditKey::mac);
        KeyRing keyRing = new KeyRing(masterKey, ids, auditKey::mac);
        ConfigVersions versions = new ConfigVersions(database);
        Tenants tenants = new Tenants(database, authorizer, audit, keyRing, versions, ids);
        PeopleRoom peopleRoom = new PeopleRoom(database, authorizer, audit, ids, random, clock, tenants);
        TenantCallers callers = new TenantCallers(tenants, peopleRoom.members());
        TenantSettings tenantSettings = new TenantSettings(database, authorizer, audit);
        ApiKeys apiKeys = new ApiKeys(database, authorizer, audit, ids, random, tenantSettings);
        this.operatorKeys = new OperatorKeys(database, ids, random, clock, settings.operatorKey());

        DeploymentKeys deploymentKeys = new DeploymentKeys(settings.providers());
        ModelsOfProvider modelsOfProvider = new ModelsOfProvider();
        this.providerRoom = new ProviderRoom(
                database, authorizer, audit, ids, keyRing, deploymentKeys, tenants, versions, modelsOfProvider);
        ProviderConfigs providers = providerRoom.configs();
        ShippedCatalogue shippedCatalogue = groundwork.catalogue();
        ModelConfigs models = new ModelConfigs(database, authorizer, audit, ids, providers, shippedCatalogue);
        DefaultModels defaults = new DefaultModels(database, authorizer, audit, providers, shippedCatalogue);
        this.keyUses = new ApiKeyUses(database);
        this.usageRoom = new UsageRoom(
                database, authorizer, audit, ids, clock, settings, spoolOptions, keyUses, background, meters);
        this.snapshots = new Snapshots(
                new DatabaseSnapshotSource(
                        database,
                        versions,
                        tenants,
                        apiKeys,
                        operatorKeys,
                        providers,
                        providerRoom.userKeys(),
                        defaults,
                        usageRoom.budgets(),
                        usageRoom.limits()),
                SnapshotPolicy.of(settings.maxStaleness()),
                background,
                System::nanoTime);
        database.onChange(snapshots);
        PersonalTenants people = new PersonalTenants(
                providerRoom.userKeys()::read,
                snapshots,
                SnapshotPolicy.of(settings.maxStaleness()),
                background,
                System::nanoTime);
        this.listener = new ConfigListener(() -> Pool.connect(running.url(), running.server()), snapshots);

        Operations operations = new Operations();
        new TenantResource(tenants, callers).bind(operations);
        new ApiKeyResource(apiKeys, callers).bind(operations);
        new SettingResource(tenantSettings, callers).bind(operations);
        new ProviderFamilyResource(authorizer, deploymentKeys).bind(operations);
        new ProviderConfigResource(providers, callers).bind(operations);
        new ProviderOrderResource(providerRoom.order(), callers).bind(operations);
        new SharedProviderResource(providerRoom.sharedProviders()).bind(operations);
        new SharedGrantResource(providerRoom.sharedGrants(), callers).bind(operations);
        new UserKeyResource(providerRoom.userKeys(), callers).bind(operations);
        new KeyFingerprintResource(new KeyFingerprints(authorizer, keyRing), callers).bind(operations);
        new ModelConfigResource(models, callers).bind(operations);
        new AvailableModelResource(new AvailableModels(database, authorizer, providers), callers).bind(operations);
        new CatalogueModelResource(new CatalogueModels(database, authorizer, audit, shippedCatalogue)).bind(operations);
        new DefaultModelResource(defaults, callers).bind(operations);
        usageRoom.bind(operations, callers);
        new AuditEventResource(audit, callers::of).bind(operations);
        OutgoingGuard guard = new OutgoingGuard(
                settings.allowedPrivateHosts(), OutgoingGuard.Resolver.system(), background, System::nanoTime);
        ProviderProbes probes =
                new ProviderProbes(providers, new UpstreamOffers(database, authorizer, shippedCatalogue), vertx, guard);
        new ProviderProbeResource(probes, callers).bind(operations);
        Circuits circuits = new Circuits(clock);
        Deadlines deadlines = Deadlines.standard();
        new ProviderHealthResource(providers, circuits, deadlines, callers).bind(operations);
        peopleRoom.bind(
                operations,
                callers,
                settings,
                (host, port) -> guard.check(host, port).join() instanceof OutgoingGuard.Verdict.Allowed);
        IdempotentCreates creates = new IdempotentCreates(database, authorizer, Json.mapper(), auditKey::mac);
        operations
                .around("createTenant", create -> creates.ofTenant(Permission.CHANGE_TENANTS, create))
                .around("createUser", create -> creates.inDeployment(Permission.CHANGE_USERS, create))
                .around(
                        "createSharedProvider",
                        create -> creates.inDeployment(Permission.CHANGE_SHARED_PROVIDERS, create))
                .around("inviteMember", create -> creates.inTenant(Permission.CHANGE_MEMBERS, callers::of, create))
                .around("createApiKey", create -> creates.inTenant(Permission.CHANGE_API_KEYS, callers::of, create))
                .around("createProvider", create -> creates.inTenant(Permission.CHANGE_PROVIDERS, callers::of, create))
                .around("createBudget", create -> creates.inTenant(Permission.CHANGE_BUDGETS, callers::of, create))
                .around("createModel", create -> creates.inTenant(Permission.CHANGE_MODELS, callers::of, create));
        Authentication authentication =
                new Authentication(operatorKeys, apiKeys, keyUses, peopleRoom.sessions(), peopleRoom.security(), clock);
        LedgerPartitions partitions = new LedgerPartitions(pool, clock);
        this.drift = new DriftWatch(pool, clock, meters);
        this.upkeep = new LedgerUpkeep(
                partitions,
                running.ownerConnections().map(owner -> new LedgerOwner(owner, clock)),
                tenantSettings,
                clock,
                meters);
        SchemaWatch schema = new SchemaWatch(pool);
        Readiness readiness = new Readiness(running, partitions, schema, usageRoom::isReplayed);
        Supplier<List<String>> warnings = () -> Stream.of(readiness.warnings(), upkeep.warnings(), drift.warnings())
                .flatMap(List::stream)
                .toList();
        HealthResource health = new HealthResource(new Blocking(HEALTH_CALLS, PATIENCE), readiness::reasons, warnings);
        this.accessLog = accessLog(settings);
        this.telemetry = telemetry(settings);
        Gateway gateway = new Gateway(
                vertx,
                snapshots,
                people,
                usageRoom.spool(),
                usageRoom.rateGuard(),
                usageRoom.budgetGuard(),
                guard,
                new CallSigner(
                        AwsIdentity.ofThisServer(background, clock),
                        new GoogleTokens(new TokenEndpoint(TokenEndpoint.GOOGLE, guard), background, clock),
                        background,
                        clock),
                circuits,
                random,
                deadlines,
                GatewayLimits.standard(Runtime.getRuntime().maxMemory()),
                clock,
                ids,
                accessLog,
                Traces.to(telemetry.map(OtlpExport::api), settings.tracing().toProviders()),
                meters);
        NodeSigns signs = new NodeSigns(
                HostName.read(),
                VersionCommand.release(),
                readiness::reasons,
                warnings,
                gateway::callsInFlight,
                usageRoom.spool()::bytes,
                drift::drift,
                circuits::listTroubled);
        this.nodeRoom = new NodeRoom(
                database,
                authorizer,
                usageRoom.life(),
                signs,
                schema,
                settings.database().isEmpty(),
                tenants);
        nodeRoom.bind(operations);
        AdminApi admin = new AdminApi(
                groundwork.contract(),
                operations,
                authentication,
                blocking,
                BodyRoom.ofHeap(Runtime.getRuntime().maxMemory()),
                BODY_DEADLINE,
                meters);
        ConsoleResource console = new ConsoleResource(groundwork.console(), settings.servedOverTls(), random);
        this.ports = new Ports(
                vertx,
                settings.http(),
                ids,
                List.of(health::mount, gateway::mount, admin::mount, console::mount),
                key -> new MetricsResource(meters, blocking, key),
                operatorKeys::isOperator,
                gateway.shortcut());
        snapshots.start();
    }

    private Optional<OtlpExport> telemetry(Settings settings) {
        try {
            return OtlpExport.start(settings.tracing().variables(), meters);
        } catch (OtlpExport.Refused refused) {
            throw new CannotStart(refused.sentence(), refused);
        }
    }

    private AccessLog accessLog(Settings settings) {
        try {
            return AccessLog.to(settings.accessLog(), meters);
        } catch (IOException unusable) {
            throw new CannotStart(
                    "The access log " + settings.accessLog().orElse("")
                            + " cannot be opened: set QM_ACCESS_LOG to stdout"
                            + " or to a file that this user can write.",
                    unusable);
        }
    }

    /** Takes up what a dead node left half done. */
    void resume() {
        background.execute(providerRoom.sharedGrants()::resume);
        upkeep.start();
        drift.start();
        nodeRoom.start();
    }

    /** What makes provider configs that lack their key, for an import. */
    KeylessProviders keylessProviders() {
        return providerRoom.keyless();
    }

    /** What was spent in one currency says nothing in another. */
    void requireCurrency() {
        usageRoom.settleCurrency().ifPresent(held -> {
            throw new CannotStart("QM_CURRENCY is " + settings.currency() + ", but this database has a ledger in "
                    + held.currency() + ", which is not converted: " + held.why() + ". Set QM_CURRENCY="
                    + held.currency() + ", or start on a database of its own.");
        });
    }

    Optional<Sensitive> createFirstOperatorKey() {
        return operatorKeys.createFirst();
    }

    /** Opens the ports, and answers with the address that people type. */
    String listen() {
        usageRoom.spool().awaitReady(SPOOL_PATIENCE);
        return ports.open();
    }

    @Override
    public void close() {
        ports.close();
        accessLog.close();
        telemetry.ifPresent(OtlpExport::close);
        upkeep.close();
        drift.close();
        nodeRoom.close();
        usageRoom.close();
        keyUses.close();
        listener.close();
        snapshots.close();
        notifier.close();
        pool.close();
    }
}
