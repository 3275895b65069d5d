package io.quartermaster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodReference;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Case 58: every operation that is done for a caller asks the authorizer, by itself or through what it calls. */
final class AuthorizerReachTest {

    private static final Set<String> CALLERS =
            Set.of(Caller.class.getName(), TenantCaller.class.getName(), DeploymentCaller.class.getName());

    private static final Set<String> ASKING = Set.of("require", "allows");

    @Test
    void everyOperationReachesTheAuthorizer() {
        List<JavaMethod> operations = operations(ArchitectureTest.product()).toList();

        assertThat(operations).hasSizeGreaterThan(60);
        assertThat(operations.stream()
                        .filter(operation -> !reaches(operation))
                        .map(JavaMethod::getFullName)
                        .sorted())
                .isEmpty();
    }

    @Test
    void anOperationThatAsksNobodyIsFound() {
        JavaClasses forgetful = new ClassFileImporter().importClasses(Forgetful.class, Careful.class);

        assertThat(operations(forgetful)
                        .filter(operation -> !reaches(operation))
                        .map(JavaMethod::getName))
                .containsExactly("read");
    }

    /** What takes a caller and begins the work: inside a transaction somebody else has asked already. */
    private static Stream<JavaMethod> operations(JavaClasses classes) {
        return classes.stream()
                .filter(type -> !type.isRecord() && !type.isInterface())
                .filter(type -> !type.getPackageName().startsWith("io.quartermaster.access"))
                .filter(AuthorizerReachTest::holdsAuthorizer)
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> !method.getModifiers().contains(JavaModifier.PRIVATE)
                        && !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(method -> has(method, CALLERS::contains))
                .filter(method -> !has(method, name -> name.endsWith("Tx") || name.endsWith("Scope")));
    }

    private static boolean holdsAuthorizer(JavaClass type) {
        return type.getFields().stream().anyMatch(field -> field.getRawType().isEquivalentTo(Authorizer.class));
    }

    private static boolean has(JavaMethod method, Predicate<String> parameter) {
        return method.getRawParameterTypes().stream().map(JavaClass::getName).anyMatch(parameter);
    }

    private static boolean reaches(JavaCodeUnit from) {
        Set<String> seen = new HashSet<>();
        Deque<JavaCodeUnit> waiting = new ArrayDeque<>(List.of(from));
        while (!waiting.isEmpty()) {
            JavaCodeUnit unit = waiting.pop();
            if (!seen.add(unit.getFullName())) {
                continue;
            }
            for (CodeUnitAccessTarget target : targets(unit)) {
                if (target.getOwner().isEquivalentTo(Authorizer.class) && ASKING.contains(target.getName())) {
                    return true;
                }
                target.resolveMember().ifPresent(waiting::push);
            }
        }
        return false;
    }

    private static List<CodeUnitAccessTarget> targets(JavaCodeUnit unit) {
        return Stream.concat(
                        unit.getCallsFromSelf().stream().map(JavaCall::getTarget),
                        unit.getMethodReferencesFromSelf().stream().map(JavaMethodReference::getTarget))
                .map(CodeUnitAccessTarget.class::cast)
                .toList();
    }

    /** An operations class with an operation that forgot to ask. */
    static final class Forgetful {
        private final Authorizer authorizer = new Authorizer();

        String read(TenantCaller caller) {
            return caller.label() + authorizer.hashCode();
        }
    }

    /** One that asks, by way of another method and a lambda. */
    static final class Careful {
        private final Authorizer authorizer = new Authorizer();

        boolean read(TenantCaller caller) {
            return Stream.of(caller).allMatch(this::asks);
        }

        private boolean asks(TenantCaller caller) {
            return authorizer.allows(caller, Permission.READ_PROVIDERS);
        }
    }
}
