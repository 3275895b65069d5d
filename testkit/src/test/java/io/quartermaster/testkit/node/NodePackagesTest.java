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
    void thoseWhoRaceFillAHalfInstalledFolderOnce(@TempDir Path parent) throws IOException {
        Path folder = NodePackages.folder(parent, NEW);
        Path leftOver = Files.createDirectories(folder.resolve("node_modules")).resolve("left-over");
        Files.createFile(leftOver);

        List<NodePackages> installed = Race.onPlatformThreads(Duration.ofMinutes(5))
                .run(3, runner -> () -> NodePackages.install(parent, NEW))
                .requireAll(); // whoever installed a second time would fail at the mark that is there already

        assertThat(installed).extracting(NodePackages::folder).containsOnly(folder);
        assertThat(leftOver).doesNotExist();
        assertThat(folder.resolve("node_modules/openai/package.json")).exists();
    }

    @Test
    void lockFileNamesNoAddressOfARegistry() throws IOException {
        Path folder = NodePackages.installed().folder();

        assertThat(Files.readString(folder.resolve("package-lock.json"))).doesNotContain("resolved", "http:", "https:");
    }
}
