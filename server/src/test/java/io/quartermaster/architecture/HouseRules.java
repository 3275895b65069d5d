package io.quartermaster.architecture;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** The rules of the house for the code below one root package, so that they can be held against bad samples too. */
final class HouseRules {

    private static final Set<String> SQL = Set.of(
            "org.jooq.", "java.sql.", "javax.sql.", "org.postgresql.", "com.zaxxer.", "io.quartermaster.schema.");

    /** Of the root package: they open and prepare the database, or say what is wrong with it, and run no statement. */
    private static final Set<String> MAY_OPEN_DATABASES = Set.of(
            "DatabaseChecks",
            "DoctorCommand",
            "EmbeddedSuperuser",
            "RunningDatabase",
            "OwnerDatabase",
            "MigrateCommand",
            "OperatorKeyCommand",
            "SchemaCommand",
            "UsageCommand",
            "Server",
            "SchemaVerification",
            "SchemaVerifyCommand",
            "SchemaReport",
            "DriftWatch",
            "Wiring",
            "Main");

    /** Of the rooms: it puts {@code gateway.inbound} in front of the other routes. */
    private static final Set<String> MAY_SEE_HTTP = Set.of("gateway.Gateway");

    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    /** Every rule by the sentence it stands for. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("a room sees only the rooms it may see", allowedDirections());
        rules.put("rooms have no cycles", withoutCycles(root + ".(*).."));
        rules.put("the parts of the platform have no cycles", withoutCycles(root + ".platform.(*).."));
        rules.put("inbound does not see upstream", apart("inbound", "upstream"));
        rules.put("upstream does not see inbound", apart("upstream", "inbound"));
        rules.put("only stores and platform.db see SQL", sqlOnlyInStores());
        rules.put("only resources, gateway.inbound and platform.http see HTTP", httpOnlyAtTheEdge());
        rules.put("only the gateway and platform.http see event loops", eventLoopsOnlyInTheGateway());
        rules.put("every package is null marked", everyPackageNullMarked());
        rules.put("nothing has a name that says nothing", speakingNames());
        return rules;
    }

    private ArchRule allowedDirections() {
        return classes().that(below()).should(depend("only on rooms they may see", (from, to) -> {
            Optional<Room> home = Room.of(root, from);
            String other = to.getPackageName();
            if (!other.startsWith("io.quartermaster.") && !other.equals("io.quartermaster")) {
                return true;
            }
            Optional<Room> seen = Room.of(root, to);
            boolean atRoot = from.getPackageName().equals(root);
            if (other.startsWith("io.quartermaster.protocol")) {
                return home.filter(Room::seesProtocol).isPresent();
            }
            if (other.startsWith("io.quartermaster.postgres") || other.equals(root)) {
                return atRoot;
            }
            return atRoot
                    || seen.isEmpty() // the schema module, of which another rule tells
                    || home.filter(room -> room.sees(seen.get())).isPresent();
        }));
    }

    private static ArchRule withoutCycles(String pattern) {
        return slices().matching(pattern).should().beFreeOfCycles();
    }

    private ArchRule apart(String from, String to) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".gateway." + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".gateway." + to + "..");
    }

    private ArchRule sqlOnlyInStores() {
        return classes()
                .that(below())
                .and(are(named("no store", type -> !outermost(type).endsWith("Store"))))
                .and(are(named("not in platform.db", type -> !in(type, "platform.db"))))
                .and(are(named("not opening databases", type -> !MAY_OPEN_DATABASES.contains(local(type)))))
                .should(depend("not on SQL", (from, to) -> SQL.stream().noneMatch(to.getName()::startsWith)));
    }

    private ArchRule httpOnlyAtTheEdge() {
        return classes()
                .that(below())
                .and(are(named("no resource", type -> !outermost(type).endsWith("Resource"))))
                .and(are(named("not in gateway.inbound", type -> !in(type, "gateway.inbound"))))
                .and(are(named("not in platform.http", type -> !in(type, "platform.http"))))
                .and(are(named("not mounting routes", type -> !MAY_SEE_HTTP.contains(local(type)))))
                .should(depend(
                        "not on RoutingContext and HttpServer*",
                        (from, to) -> !to.getSimpleName().equals("RoutingContext")
                                && !to.getName().startsWith("io.vertx.core.http.HttpServer")));
    }

    private ArchRule eventLoopsOnlyInTheGateway() {
        return classes()
                .that(below())
                .and(are(named("not in the gateway", type -> !in(type, "gateway"))))
                .and(are(named("not in platform.http", type -> !in(type, "platform.http"))))
                .and(are(named("not in the console, which answers from memory", type -> !in(type, "console"))))
                .and(are(named(
                        "not the wiring",
                        type -> !Set.of("Wiring", "Groundwork", "Ports").contains(local(type)))))
                .should(depend("not on Vert.x", (from, to) -> !to.getName().startsWith("io.vertx.")));
    }

    private ArchRule everyPackageNullMarked() {
        return classes().that(below()).should(condition("be in a @NullMarked package", (type, events) -> {
            boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
            events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getName()));
        }));
    }

    private ArchRule speakingNames() {
        return noClasses()
                .that(below())
                .should()
                .haveNameMatching(".*(Impl|Utils?|Manager|Helper)(\\$.*)?")
                .orShould()
                .resideInAnyPackage(
                        root + "..common..",
                        root + "..core..",
                        root + "..util..",
                        root + "..impl..",
                        root + "..utils..");
    }

    private DescribedPredicate<JavaClass> below() {
        return named(
                "below " + root,
                type -> type.getName().startsWith(root + ".")
                        && !type.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    private boolean in(JavaClass type, String part) {
        String name = root + "." + part;
        return type.getPackageName().equals(name) || type.getPackageName().startsWith(name + ".");
    }

    /** The name of the outermost class, without the root package. */
    private String local(JavaClass type) {
        return outermost(type).substring(root.length() + 1);
    }

    private static String outermost(JavaClass type) {
        int nested = type.getName().indexOf('$');
        return nested < 0 ? type.getName() : type.getName().substring(0, nested);
    }

    private static DescribedPredicate<JavaClass> named(String description, Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }

    private interface Sight {
        boolean isAllowed(JavaClass from, JavaClass to);
    }

    private static ArchCondition<JavaClass> depend(String description, Sight sight) {
        return condition("depend " + description, (type, events) -> {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                events.add(new SimpleConditionEvent(type, sight.isAllowed(type, target), dependency.getDescription()));
            }
        });
    }

    private interface Check {
        void check(JavaClass type, ConditionEvents events);
    }

    private static ArchCondition<JavaClass> condition(String description, Check check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.check(type, events);
            }
        };
    }
}
