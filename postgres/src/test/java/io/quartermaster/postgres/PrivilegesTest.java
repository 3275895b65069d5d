package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaving root; without root there is nothing to leave, and every other test shows that. */
final class PrivilegesTest {
    private static final int USER = 54_321;

    @TempDir
    private Path folder;

    @BeforeEach
    void needRoot() throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can leave root");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aFolderOfAnotherUserIsServedAsThatUserAndStaysTheirs() throws Exception {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.setAttribute(theirs, "unix:uid", USER);
        assertThat(Privileges.of(theirs))
                .isInstanceOfSatisfying(
                        Privileges.Dropped.class,
                        dropped -> assertThat(dropped.user()).isEqualTo(USER));
        for (int round = 0; round < 2; round++) {
            try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgresOptions.in(theirs))) {
                assertThat(Fixture.query(server, "select 1")).isEqualTo("1");
                assertThat(ownerOf(Path.of("/proc/" + server.pid()))).isEqualTo(USER);
            }
        }
        assertThat(ownerOf(theirs.resolve("cluster/PG_VERSION"))).isEqualTo(USER);
    }

    @Test
    void aFolderOfRootIsHandedToNobodyWhereNamespacesAreForbidden() throws Exception {
        Path ours = folder.resolve("data/ours");
        EmbeddedPostgresOptions options = EmbeddedPostgresOptions.in(ours);
        Privileges dropped = new Privileges.Dropped(Program.find("setpriv").orElseThrow(), Privileges.NOBODY);
        for (int round = 0; round < 2; round++) {
            try (EmbeddedPostgres server = EmbeddedPostgres.start(options, DataFolder.open(ours), dropped)) {
                assertThat(Fixture.query(server, "select 1")).isEqualTo("1");
                assertThat(ownerOf(Path.of("/proc/" + server.pid()))).isEqualTo(Privileges.NOBODY);
            }
            assertThat(ownerOf(ours)).isEqualTo(Privileges.NOBODY);
        }
        assertThat(Fixture.processesOf(ours)).isEmpty();
    }

    @Test
    void aDatabaseMadeInANamespaceIsServedWhereTheyAreForbiddenLater() throws Exception {
        Path ours = folder.resolve("ours");
        EmbeddedPostgresOptions options = EmbeddedPostgresOptions.in(ours);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
            Fixture.execute(server, "create table kept as select 42 as answer");
        }
        Privileges dropped = new Privileges.Dropped(Program.find("setpriv").orElseThrow(), Privileges.NOBODY);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options, DataFolder.open(ours), dropped)) {
            assertThat(Fixture.query(server, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void aParentThatTheUserMayNotEnterIsNamedAndNothingChangesHands() throws Exception {
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path ours = closed.resolve("ours");
        Privileges dropped = new Privileges.Dropped(Program.find("setpriv").orElseThrow(), USER);
        assertThatThrownBy(() -> EmbeddedPostgres.start(Fixture.options(ours), DataFolder.open(ours), dropped))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("user " + USER)
                .hasMessageContaining(closed + ":");
        assertThat(ownerOf(ours)).isZero();
    }

    @Test
    void anyUserButRootServesAsThemselvesAndIsToldOfAFolderTheyMayNotWrite() throws Exception {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.setAttribute(theirs, "unix:uid", USER);
        Path roots = Files.createDirectory(folder.resolve("roots"));
        String classPath = copyOfClassPath(Files.createDirectory(folder.resolve("lib")));
        List<String> asUser = List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups");

        Process jvm = Fixture.serveInAnotherJvm(asUser, classPath, theirs, theirs.resolve("bin"));
        assertThat(Fixture.answer(jvm)).startsWith("ready ");
        long postmaster = Fixture.postmasterOf(theirs);
        assertThat(ownerOf(Path.of("/proc/" + postmaster))).isEqualTo(USER);
        jvm.getOutputStream().close();
        jvm.waitFor();
        assertThat(Fixture.alive(postmaster)).isFalse();

        assertThat(Fixture.answer(Fixture.serveInAnotherJvm(asUser, classPath, roots, theirs.resolve("bin"))))
                .startsWith("refused The database folder " + roots + " is not writable");
        assertThat(Fixture.answer(
                        Fixture.serveInAnotherJvm(asUser, classPath, roots.resolve("below"), theirs.resolve("bin"))))
                .startsWith("refused The database folder " + roots.resolve("below")
                        + " cannot be created: permission denied");
    }

    /** The build's own class path may lie in a home that the user may not enter. */
    private static String copyOfClassPath(Path lib) throws IOException {
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path from = Path.of(entry);
            String name = Integer.toHexString(entry.hashCode()) + "-" + from.getFileName();
            try (Stream<Path> tree = Files.walk(from)) {
                for (Path path : tree.toList()) {
                    Files.copy(
                            path,
                            lib.resolve(name).resolve(from.relativize(path)).normalize());
                }
            }
        }
        try (Stream<Path> entries = Files.list(lib)) {
            return entries.map(Path::toString).collect(Collectors.joining(":"));
        }
    }

    private static int ownerOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }
}
