package io.quartermaster.postgres.backup;

import static io.quartermaster.postgres.backup.BackupWriter.DATA;
import static io.quartermaster.postgres.backup.BackupWriter.FACTS;
import static io.quartermaster.postgres.backup.BackupWriter.SUMS;

import io.quartermaster.postgres.EmbeddedPostgresException;
import io.quartermaster.postgres.Failures;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads an archive from its beginning to its end, trusting nothing in it that its sums do not cover. */
public final class BackupReader {
    private static final int LARGEST_TEXT = 256 << 20;
    private static final int LARGEST_FACTS = 1 << 20;

    private final Path file;

    public BackupReader(Path file) {
        this.file = file;
    }

    /** Takes what lies below {@code data/}, by names without that. */
    interface Taker {
        void folder(String name) throws Unwritable;

        /** The whole content must be read. */
        void file(String name, InputStream content) throws IOException;
    }

    /** It is not the archive that failed, but the place where it goes. */
    static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException reason;

        Unwritable(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    /**
     * What was read and found right.
     *
     * @param bytes of all files, unpacked
     */
    public record Contents(BackupFacts facts, int files, long bytes) {}

    /** What the archive says it is; nothing else of it has been read. */
    public BackupFacts facts() {
        return reading((tar, _) -> facts(Objects.requireNonNullElseGet(tar.getNextEntry(), this::empty), tar));
    }

    /**
     * Reads all of it.
     *
     * @throws EmbeddedPostgresException if it is cut, damaged or not what a backup looks like
     */
    public Contents check() {
        return read(new Taker() {
            @Override
            public void folder(String name) {}

            @Override
            public void file(String name, InputStream content) throws IOException {
                content.transferTo(OutputStream.nullOutputStream());
            }
        });
    }

    Contents read(Taker taker) {
        return reading((tar, unpacked) -> {
            Map<String, String> sums = new LinkedHashMap<>();
            long bytes = 0;
            BackupFacts facts = facts(Objects.requireNonNullElseGet(tar.getNextEntry(), this::empty), tar);
            sums.put(FACTS, BackupWriter.line(BackupWriter.digest().digest(facts.text()), FACTS));
            bytes += facts.text().length;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(SUMS)) {
                    requireSums(entry, tar, unpacked, List.copyOf(sums.values()));
                    return new Contents(facts, sums.size(), bytes);
                }
                String name = requireInside(entry);
                if (entry.isDirectory()) {
                    taker.folder(name);
                } else {
                    MessageDigest digest = BackupWriter.digest();
                    taker.file(name, new DigestInputStream(unclosed(tar), digest));
                    if (sums.put(entry.getName(), BackupWriter.line(digest.digest(), entry.getName())) != null) {
                        throw broken("it has " + entry.getName() + " twice");
                    }
                    bytes += entry.getSize();
                }
            }
            throw broken("it ends too early");
        });
    }

    private interface Reading<T> {
        T of(TarArchiveInputStream tar, InputStream unpacked) throws IOException;
    }

    private <T> T reading(Reading<T> reading) {
        try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), 1 << 17);
                InputStream unpacked = new GZIPInputStream(packed, 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
            return reading.of(tar, unpacked);
        } catch (EOFException cut) {
            throw broken("it ends too early");
        } catch (ZipException | IllegalArgumentException damaged) {
            throw broken("its compression is damaged");
        } catch (NoSuchFileException missing) {
            throw new EmbeddedPostgresException("There is no file " + file, missing);
        } catch (Unwritable failure) {
            throw Failures.sentence("The backup " + file + " could not be unpacked", failure.reason());
        } catch (FileSystemException failure) {
            throw Failures.sentence("The backup " + file + " could not be read", failure);
        } catch (IOException damaged) { // as the reader of tars says it, in no class of its own
            throw broken("it is damaged");
        }
    }

    private static InputStream unclosed(TarArchiveInputStream tar) {
        return new FilterInputStream(tar) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return in.read(bytes, from, length);
            }

            @Override
            public void close() {}
        };
    }

    private BackupFacts facts(TarArchiveEntry first, TarArchiveInputStream tar) throws IOException {
        if (!first.getName().equals(FACTS) || !first.isFile() || first.getSize() > LARGEST_FACTS) {
            throw broken("it does not begin with " + FACTS);
        }
        return BackupFacts.parse(tar.readAllBytes());
    }

    private TarArchiveEntry empty() {
        throw broken("it is empty");
    }

    /** Nothing but files and folders, and none that would come to lie elsewhere. */
    private String requireInside(TarArchiveEntry entry) {
        String name = entry.getName();
        // Not isFile(), to which a pipe is one too.
        boolean plain = entry.getLinkFlag() == TarConstants.LF_DIR
                || entry.getLinkFlag() == TarConstants.LF_NORMAL
                || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
        String inside = name.startsWith(DATA) ? name.substring(DATA.length()) : "";
        String path = inside.endsWith("/") ? inside.substring(0, inside.length() - 1) : inside;
        boolean ordinary = !path.isEmpty()
                && path.indexOf('\0') < 0
                && path.indexOf('\\') < 0
                && List.of(path.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (!plain || entry.isSparse() || !ordinary) {
            throw broken("it has an entry that no backup has (" + (plain ? "a name" : "a link or a device") + " of "
                    + name.length() + " characters)");
        }
        return path;
    }

    private void requireSums(TarArchiveEntry entry, TarArchiveInputStream tar, InputStream rest, List<String> expected)
            throws IOException {
        if (entry.getSize() > LARGEST_TEXT) {
            throw broken("its list of sums is too long");
        }
        List<String> written =
                new String(tar.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        for (int each = 0; each < Math.min(written.size(), expected.size()); each++) {
            if (!written.get(each).equals(expected.get(each))) {
                throw broken("the SHA-256 sum of " + expected.get(each).substring(66) + " is not the one noted");
            }
        }
        if (written.size() != expected.size() || tar.getNextEntry() != null) {
            throw broken("it has other files than its list of sums");
        }
        rest.transferTo(OutputStream.nullOutputStream()); // at whose end the compression has a sum of its own
    }

    private EmbeddedPostgresException broken(String how) {
        return new EmbeddedPostgresException(
                "The backup " + file + " cannot be used: " + how + "; nothing was restored from it. Take another one");
    }
}
