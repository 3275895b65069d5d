package io.quartermaster.postgres;

import io.quartermaster.postgres.backup.BackupFacts;
import io.quartermaster.postgres.backup.BackupWriter;
import io.quartermaster.postgres.backup.LiveCluster;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A backup that never ends by itself, for a test to kill. */
final class EndlessBackupMain {
    private EndlessBackupMain() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection superuser = DriverManager.getConnection(arguments[0], Cluster.SUPERUSER, arguments[1]);
                BackupWriter writer = BackupWriter.create(Path.of(arguments[3]), BackupFacts.of("18", Map.of()))) {
            new LiveCluster(Path.of(arguments[2]), "cluster", writer).copy(superuser, () -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }
}
