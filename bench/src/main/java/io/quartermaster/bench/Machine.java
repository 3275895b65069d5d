package io.quartermaster.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the figures were taken on and with. */
record Machine(Path home, Path npm) {

    /** The load averages of 1, 5 and 15 minutes. */
    static String load() throws IOException {
        String text = Files.readString(Path.of("/proc/loadavg"));
        return text.substring(0, text.indexOf('/')).replaceAll(" \\d+$", "");
    }

    List<String> facts() throws IOException, InterruptedException {
        List<String> facts = new ArrayList<>();
        facts.add("Commit: " + output("git", "-C", home.toString(), "describe", "--always", "--dirty", "--abbrev=10"));
        facts.add("Machine: " + Runtime.getRuntime().availableProcessors() + " × "
                + field(Path.of("/proc/cpuinfo"), "model name\\s*: (.*)") + ", "
                + Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal:\\s*(\\d+)")) / 1_048_576 + " GiB, Linux "
                + System.getProperty("os.version") + "; load generator, mock and contender share the cores");
        facts.add("JVM: " + System.getProperty("java.vendor.version") + " (" + System.getProperty("java.vm.version")
                + ")");
        facts.add("Peers: " + output("nginx", "-v").replaceAll(".*nginx/", "nginx ") + "; @portkey-ai/gateway "
                + field(npm.resolve("node_modules/@portkey-ai/gateway/package.json"), "\"version\": \"([^\"]*)\"")
                + " on node " + output("node", "--version"));
        facts.add("Load: " + output("wrk", "-v").replaceAll("\\s*\\[.*", "").replaceAll("(?s)\n.*", "")
                + ", one thread, closed loop; paced streams by a client of ours at a steady rate");
        return facts;
    }

    private static String field(Path file, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return text;
    }
}
