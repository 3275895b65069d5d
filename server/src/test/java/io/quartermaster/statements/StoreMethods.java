package io.quartermaster.statements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which methods of stores issue SQL, by their compiled code: themselves, or through another method of a store or a lambda. */
final class StoreMethods {

    /** Reads another product's database, through no {@code Database} of ours. */
    private static final Set<String> FOREIGN = Set.of("DifyStore");

    private static final Pattern ISSUES =
            Pattern.compile("(execute|fetch|batch).*|iterator|stream|forEach|collect|connectionResult");

    /** They have rows already. */
    private static final Pattern HAS_ROWS = Pattern.compile("org/jooq/(Result|Cursor|Record\\w*|Fields|impl/DSL)");

    private final Map<String, Set<String>> calls = new HashMap<>();
    private final Set<String> issuing = new HashSet<>();

    private StoreMethods() {}

    /** As {@code class method descriptor}, which is how recorders tell of them too. */
    static Set<String> issuing(Path classes) throws IOException {
        StoreMethods methods = new StoreMethods();
        for (Path store : stores(classes)) {
            methods.read(ClassFile.of().parse(store));
        }
        methods.spread();
        return methods.issuing.stream()
                .filter(methods.calls::containsKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> stores(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes.toRealPath())) {
            return files.filter(file -> file.getFileName().toString().endsWith("Store.class"))
                    .filter(file ->
                            !FOREIGN.contains(file.getFileName().toString().replace(".class", "")))
                    .toList();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private void read(ClassModel store) {
        for (MethodModel method : store.methods()) {
            if (!method.flags().has(AccessFlag.BRIDGE)) {
                String name = name(
                        store.thisClass().asInternalName(),
                        method.methodName().stringValue(),
                        method.methodType().stringValue());
                calls.put(name, new HashSet<>());
                method.code().ifPresent(code -> read(name, code));
            }
        }
    }

    private void read(String method, CodeModel code) {
        for (CodeElement element : code) {
            switch (element) {
                case InvokeInstruction call ->
                    call(
                            method,
                            call.owner().asInternalName(),
                            call.name().stringValue(),
                            call.type().stringValue());
                case InvokeDynamicInstruction dynamic ->
                    dynamic.invokedynamic().bootstrap().arguments().forEach(argument -> {
                        if (argument instanceof MethodHandleEntry handle) {
                            call(
                                    method,
                                    handle.reference().owner().asInternalName(),
                                    handle.reference().name().stringValue(),
                                    handle.reference().type().stringValue());
                        }
                    });
                default -> {}
            }
        }
    }

    private void call(String method, String owner, String name, String type) {
        boolean sql = (owner.startsWith("org/jooq/") && !HAS_ROWS.matcher(owner).matches())
                || owner.equals("java/sql/PreparedStatement")
                || owner.equals("java/sql/Statement");
        if (sql && ISSUES.matcher(name).matches()) {
            issuing.add(method);
        }
        calls.getOrDefault(method, new HashSet<>()).add(name(owner, name, type));
    }

    private void spread() {
        boolean more = true;
        while (more) {
            more = calls.entrySet().stream()
                    .filter(entry -> entry.getValue().stream().anyMatch(issuing::contains))
                    .map(entry -> issuing.add(entry.getKey()))
                    .reduce(false, Boolean::logicalOr);
        }
    }

    private static String name(String type, String method, String descriptor) {
        return type.replace('/', '.') + " " + method + " " + descriptor;
    }
}
