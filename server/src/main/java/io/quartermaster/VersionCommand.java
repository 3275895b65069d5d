package io.quartermaster;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Prints the version of this build. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Runnable, IVersionProvider {

    @Override
    public void run() {
        System.out.println(text());
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        return "quartermaster " + release();
    }

    static String release() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }
}
