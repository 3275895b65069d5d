package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** As whom PostgreSQL's programs run: they refuse to run as root. */
sealed interface Privileges {
    int ROOT = 0;
    int NOBODY = 65_534;

    /** What a command line begins with. */
    List<String> prefix();

    /** Makes the folder and all in it belong to the server's user. */
    void own(Path folder) throws IOException;

    /** Refuses a folder that the server's user could not enter from the root of the file system. */
    default void requireEntry(Path folder) throws IOException {}

    default boolean owns(Path folder) throws IOException {
        return true;
    }

    default List<String> command(List<String> command) {
        return Stream.concat(prefix().stream(), command.stream()).toList();
    }

    /** We are not root, so everything is ours already. */
    record Same() implements Privileges {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public void own(Path folder) {}
    }

    /** Root on disk, but nobody without capabilities in a user namespace of its own: no file changes hands. */
    record Namespace(String unshare) implements Privileges {
        @Override
        public List<String> prefix() {
            return List.of(unshare, "-U");
        }

        @Override
        public void own(Path folder) {}
    }

    /** Another user by number, with or without an entry in the list of users. */
    record Dropped(String setpriv, int user) implements Privileges {
        @Override
        public List<String> prefix() {
            return List.of(setpriv, "--reuid=" + user, "--regid=" + user, "--clear-groups");
        }

        @Override
        public void own(Path folder) throws IOException {
            try (Stream<Path> tree = Files.walk(folder)) {
                // The folder itself last: that it is owned tells the next start that all in it is.
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(path, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }

        @Override
        public void requireEntry(Path folder) throws IOException {
            for (@Nullable Path path = folder; path != null; path = path.getParent()) {
                PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
                boolean open = attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE)
                        || (owns(path) && attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE));
                if (!open) {
                    throw new EmbeddedPostgresException("PostgreSQL leaves root for user " + user
                            + ", who may not enter "
                            + path + ": choose a folder elsewhere, open that one (chmod o+x) or start the program as"
                            + " another user than root");
                }
            }
        }

        @Override
        public boolean owns(Path folder) throws IOException {
            return Files.getAttribute(folder, "unix:uid").equals(user);
        }
    }

    /** Chooses for a data folder; one that belongs to another user than root is served as that user, so that it stays theirs. */
    static Privileges of(Path directory) throws IOException {
        if (!isRoot()) {
            return new Same();
        }
        int owner = (Integer) Files.getAttribute(directory, "unix:uid");
        Optional<String> unshare = Program.find("unshare");
        if (owner == ROOT
                && unshare.isPresent()
                && Program.run(List.of(unshare.get(), "-U", "true"), Duration.ofSeconds(10))
                        .succeeded()) {
            return new Namespace(unshare.get());
        }
        Optional<String> setpriv = Program.find("setpriv");
        if (setpriv.isEmpty()) {
            throw new EmbeddedPostgresException("PostgreSQL does not run as root, and neither unshare -U nor setpriv is"
                    + " usable here to leave root: start the program as another user");
        }
        return new Dropped(setpriv.get(), owner == ROOT ? NOBODY : owner);
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                ? Files.getAttribute(self, "unix:uid").equals(ROOT)
                : System.getProperty("user.name", "").equals("root");
    }
}
