/**
 * Backups of an embedded cluster while it runs: what a file copy gives is made whole by PostgreSQL's own write-ahead log.
 *
 * <p>An archive is a gzipped tar: {@code backup.properties} first, then everything below {@code data/}, and {@code SHA256SUMS} last, in
 * the form of the {@code sha256sum} program. It has either its final name and all of it, or not that name; see
 * docs/adr/0011-backup-archive.md.
 */
@NullMarked
package io.quartermaster.postgres.backup;

import org.jspecify.annotations.NullMarked;
