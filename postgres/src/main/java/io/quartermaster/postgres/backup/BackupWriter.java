package io.quartermaster.postgres.backup;

import io.quartermaster.postgres.EmbeddedPostgresException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Writes an archive under another name, which it loses when it is whole and on the disk. */
public final class BackupWriter implements AutoCloseable {
    static final String FACTS = "backup.properties";
    static final String SUMS = "SHA256SUMS";
    static final String DATA = "data/";
    private static final int BUFFER = 1 << 17;
    /** The database that is being copied may lie on the same disk, and must not run out of room. */
    private static final long ROOM_TO_LEAVE = 512L << 20;

    private static final long LOOK_EVERY = 64L << 20;

    private final Path target;
    private final Path partial;
    private final FileChannel channel;
    private final OutputStream file;
    private final GzipCompressorOutputStream gzip;
    private final TarArchiveOutputStream tar;
    private final List<String> sums = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final byte[] buffer = new byte[BUFFER];
    private final FileStore disk;
    private final long roomToLeave;
    private long untilLook;
    private long bytes;
    private boolean complete;

    private BackupWriter(Path target, Path partial, FileChannel channel, long roomToLeave) throws IOException {
        this.target = target;
        this.partial = partial;
        this.channel = channel;
        this.disk = Files.getFileStore(partial);
        this.roomToLeave = roomToLeave;
        GzipParameters quick = new GzipParameters();
        quick.setCompressionLevel(Deflater.BEST_SPEED);
        this.file = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        this.gzip = new GzipCompressorOutputStream(file, quick);
        this.tar = new TarArchiveOutputStream(gzip);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    /** Refuses a file that exists: a backup is never written over. */
    public static BackupWriter create(Path file, BackupFacts facts) throws IOException {
        return create(file, facts, ROOM_TO_LEAVE);
    }

    static BackupWriter create(Path file, BackupFacts facts, long roomToLeave) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new EmbeddedPostgresException("There is a file " + target + " already: choose another name");
        }
        Path partial = target.resolveSibling(
                target.getFileName() + "." + UUID.randomUUID().toString().substring(0, 8) + ".partial");
        FileChannel channel = FileChannel.open(
                partial,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        partial.toFile().deleteOnExit(); // for whoever presses Ctrl-C
        BackupWriter writer = new BackupWriter(target, partial, channel, roomToLeave);
        boolean begun = false;
        try {
            writer.entry(FACTS, facts.text());
            begun = true;
            return writer;
        } finally {
            if (!begun) {
                writer.close();
            }
        }
    }

    /** A folder that may stay empty. */
    public void folder(String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(DATA + name + "/"));
        tar.closeArchiveEntry();
    }

    public void content(String name, byte[] content) throws IOException {
        entry(DATA + name, content);
    }

    private void entry(String name, byte[] content) throws IOException {
        header(name, content.length);
        tar.write(content);
        tar.closeArchiveEntry();
        sums.add(line(digest().digest(content), name));
        bytes += content.length;
    }

    /**
     * Takes a file as long as it is now, whatever is done to it meanwhile: what grows is cut, and what shrinks is filled up with
     * zeros. False if it is gone. Once is enough: a folder that is being changed may list a file twice.
     */
    public boolean file(String name, Path source) throws IOException {
        if (names.contains(DATA + name)) {
            return true;
        }
        FileChannel opened;
        try {
            opened = FileChannel.open(source, StandardOpenOption.READ);
        } catch (NoSuchFileException gone) {
            return false;
        }
        try (opened;
                InputStream in = Channels.newInputStream(opened)) {
            long size = opened.size();
            header(DATA + name, size);
            MessageDigest digest = digest();
            for (long left = size; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    read = (int) Math.min(left, buffer.length);
                    Arrays.fill(buffer, 0, read, (byte) 0);
                }
                requireRoom(read);
                tar.write(buffer, 0, read);
                digest.update(buffer, 0, read);
                left -= read;
            }
            tar.closeArchiveEntry();
            sums.add(line(digest.digest(), DATA + name));
            bytes += size;
            return true;
        }
    }

    /** Asked now and then: what else is on the disk grows too while this is written. */
    private void requireRoom(long next) throws IOException {
        untilLook -= next;
        if (untilLook < 0) {
            untilLook = LOOK_EVERY;
            long free = disk.getUsableSpace();
            if (free < roomToLeave) {
                throw new EmbeddedPostgresException("The disk of " + target + " has " + (free >> 20)
                        + " MB left, and a backup leaves it " + (roomToLeave >> 20)
                        + " MB: make room or write to another disk");
            }
        }
    }

    private void header(String name, long size) throws IOException {
        if (!names.add(name)) {
            throw new IllegalStateException("The backup has " + name + " already");
        }
        requireRoom(1);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(0600);
        tar.putArchiveEntry(entry);
    }

    /** Ends it, and gives it its name. */
    public void complete() throws IOException {
        byte[] list = (String.join("\n", sums) + "\n").getBytes(StandardCharsets.UTF_8);
        header(SUMS, list.length);
        tar.write(list);
        tar.closeArchiveEntry();
        tar.finish();
        gzip.finish();
        file.flush();
        channel.force(true);
        channel.close();
        name();
        complete = true;
        try (FileChannel parent =
                FileChannel.open(Objects.requireNonNull(target.getParent()), StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    /** By a link, which replaces nothing that came meanwhile, or by a move where there are no links. */
    private void name() throws IOException {
        try {
            Files.createLink(target, partial);
            Files.delete(partial);
        } catch (FileAlreadyExistsException another) {
            throw another;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(partial, target);
        }
    }

    /** Of all files, before compression. */
    public long bytes() {
        return bytes;
    }

    public int files() {
        return sums.size();
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("Every Java has SHA-256", never);
        }
    }

    static String line(byte[] sum, String name) {
        return HexFormat.of().formatHex(sum) + "  " + name;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!complete) {
            Files.deleteIfExists(partial);
        }
    }
}
