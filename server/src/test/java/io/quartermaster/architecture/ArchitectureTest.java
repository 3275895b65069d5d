package io.quartermaster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the rules of the house against the product, and against samples that break each of them. */
final class ArchitectureTest {

    private static final String ROOT = "io.quartermaster";
    private static final String SAMPLES = "io.quartermaster.architecture.bad";

    /** The class that must be reported for each rule; a rule without one could be a rule that never fails. */
    private static final Map<String, String> CULPRITS = Map.of(
            "a room sees only the rooms it may see", "bad.access.SeesTenant",
            "rooms have no cycles", "bad.tenant.SeesAccess",
            "the parts of the platform have no cycles", "bad.platform.json.SeesDb",
            "inbound does not see upstream", "bad.gateway.inbound.SeesUpstream",
            "upstream does not see inbound", "bad.gateway.upstream.SeesInbound",
            "only stores and platform.db see SQL", "bad.model.RunsSql",
            "only resources, gateway.inbound and platform.http see HTTP", "bad.model.KnowsHttp",
            "only the gateway and platform.http see event loops", "bad.model.KnowsVertx",
            "every package is null marked", "bad.unmarked.Unmarked",
            "nothing has a name that says nothing", "bad.model.ModelHelper");

    @TestFactory
    Stream<DynamicTest> theProductKeepsEveryRule() {
        JavaClasses product = product();
        return new HouseRules(ROOT)
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(product)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleReportsItsBadSample() {
        JavaClasses samples = new ClassFileImporter().importPackages(SAMPLES);
        return new HouseRules(SAMPLES)
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> {
                            String report = rule.getValue()
                                    .evaluate(samples)
                                    .getFailureReport()
                                    .toString();
                            assertThat(report)
                                    .contains(CULPRITS.get(rule.getKey()))
                                    .doesNotContain("bad.model.GoodStore");
                        }));
    }

    @Test
    void everyPackageOfTheServerIsARoomThatTheRulesKnow() {
        Set<String> rooms = Stream.of(Room.values()).map(Room::word).collect(Collectors.toCollection(TreeSet::new));
        rooms.addAll(Set.of("schema", "protocol", "postgres", "testkit")); // modules of their own

        Set<String> found = product().stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT + "."))
                .map(name -> name.substring(ROOT.length() + 1).split("\\.", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rooms).containsAll(found);
        assertThat(found).contains("platform", "gateway", "tenant");
    }

    /** What is packed into the server: everything of ours but the tests beside this one and the test kit. */
    static JavaClasses product() {
        String tests = testClasses();
        return new ClassFileImporter()
                .withImportOption(location -> !location.asURI().toString().startsWith(tests)
                        && Stream.of("schema", "postgres", "protocol", "testkit")
                                .noneMatch(module -> location.contains("/io/quartermaster/" + module + "/")))
                .importPackages(ROOT);
    }

    private static String testClasses() {
        try {
            return ArchitectureTest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
