package io.quartermaster.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Race;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePackagesTest {
    private static final NodeRuntime NEW = NodeRuntime.ofVersion("v22.0.0");

    @Test
    void severalThatNeedThemInstallOnce(@TempDir Path parent) throws IOException {
        List<NodePackages> installed = Race.onPlatformThreads(Duration.ofMinutes(5))
                .run(3, runner -> () -> NodePackages.install(parent, NEW))
                .requireAll();

        assertThat(installed)
                .extracting(NodePackages::folder)
                .containsOnly(installed.getFirst().folder());
        assertThat(installed.getFirst().folder().resolve("node_modules/openai")).isDirectory();
        try (var children = Files.list(parent)) {
            assertThat(children.filter(Files::isDirectory)).hasSize(1);
        }
    }

    @Test
    void halfInstalledFolderIsFilledAnew(@TempDir Path parent) throws IOException {
        Path folder = NodePackages.install(parent, NEW).folder();
        Files.delete(folder.resolve(".complete"));
        Files.delete(folder.resolve("node_modules/openai/package.json"));

        NodePackages.install(parent, NEW);

        assertThat(folder.resolve("node_modules/openai/package.json")).exists();
    }

    @Test
    void lockFileNamesNoAddressOfARegistry() throws IOException {
        Path folder = NodePackages.installed().folder();

        assertThat(Files.readString(folder.resolve("package-lock.json"))).doesNotContain("resolved", "http:", "https:");
    }
}
