package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL's programs in the folder they were unpacked to. */
record Binaries(Path home) {
    String postgres() {
        return home.resolve("bin/postgres").toString();
    }

    String initdb() {
        return home.resolve("bin/initdb").toString();
    }

    String pgCtl() {
        return home.resolve("bin/pg_ctl").toString();
    }

    /** The major version, which decides whether these programs can open a cluster; the catalogue's first line tells it. */
    String majorVersion() throws IOException {
        try (var lines = Files.lines(home.resolve("share/postgresql/postgres.bki"))) {
            return lines.findFirst().orElse("").replace("# PostgreSQL", "").strip();
        }
    }

    /** What every unpacked copy must have, whatever its list of contents says. */
    boolean complete() {
        return List.of(postgres(), initdb(), pgCtl()).stream().map(Path::of).allMatch(Files::isExecutable);
    }
}
