package dev.rota.bin.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked once into a directory.
///
/// @param home the directory that holds `bin`, `lib` and `share`
record Binaries(Path home) {
    /// The major version; a cluster belongs to one for ever.
    static final int MAJOR = 18;

    /// Unpacks the archive for this machine below `parent`, unless that was done already.
    ///
    /// @throws IOException when there is no archive for this machine, or no room
    static Binaries installedIn(Path parent) throws IOException {
        Path home = parent.resolve("programs");
        Path mark = home.resolve(".complete-" + archive());
        if (Files.exists(mark)) {
            return new Binaries(home);
        }
        // Unpacked beside and moved: a directory of that name is always a whole one.
        Path fresh = parent.resolve("programs.new");
        delete(fresh);
        try (InputStream resource = Binaries.class.getResourceAsStream("/" + archive())) {
            if (resource == null) {
                throw new IOException("There is no PostgreSQL for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch")
                        + " in this build; set ROTA_DB_URL to a PostgreSQL of your own.");
            }
            unpack(resource, fresh);
        }
        Files.createFile(fresh.resolve(mark.getFileName()));
        delete(home);
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        return new Binaries(home);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static String archive() {
        String arch = System.getProperty("os.arch");
        return "postgres-linux-" + (arch.equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
    }

    private static void unpack(InputStream resource, Path target) throws IOException {
        Files.createDirectories(target);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The archive of PostgreSQL leads outside itself: " + entry.getName());
                }
                Files.createDirectories(path.equals(target) ? target : path.resolveSibling("."));
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
        // Whoever runs PostgreSQL must get in, whatever the umask is.
        try (Stream<Path> all = Files.walk(target)) {
            for (Path directory : (Iterable<Path>) all.filter(Files::isDirectory)::iterator) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
