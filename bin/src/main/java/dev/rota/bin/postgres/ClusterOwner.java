package dev.rota.bin.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The user that PostgreSQL runs as: whoever runs Rota, or somebody without rights when that is root.
sealed interface ClusterOwner {

    /// The command, so written that it runs as this user.
    List<String> command(List<String> command);

    /// Gives a file or directory to this user.
    void own(Path path) throws IOException;

    /// Whoever runs Rota.
    record Caller() implements ClusterOwner {
        @Override
        public List<String> command(List<String> command) {
            return command;
        }

        @Override
        public void own(Path path) {
            // It is ours already.
        }
    }

    /// Another user, because PostgreSQL refuses to run as root.
    record Unprivileged(String name, UserPrincipal principal, Path switcher) implements ClusterOwner {
        @Override
        public List<String> command(List<String> command) {
            List<String> whole = new ArrayList<>();
            whole.add(switcher.toString());
            if (switcher.endsWith("setpriv")) {
                whole.addAll(List.of("--reuid=" + name, "--regid=" + groupOf(name), "--clear-groups", "--"));
            } else {
                whole.addAll(List.of("-u", name, "--"));
            }
            whole.addAll(command);
            return whole;
        }

        @Override
        public void own(Path path) throws IOException {
            Files.setOwner(path, principal);
        }

        private static String groupOf(String name) {
            return name.equals("nobody") ? "65534" : name;
        }
    }

    /// Chooses the user.
    ///
    /// @throws IOException when Rota runs as root and there is nobody else, or no way to become them
    static ClusterOwner choose(Path below) throws IOException {
        if (!isRoot()) {
            return new Caller();
        }
        Path switcher = List.of("/usr/bin/setpriv", "/bin/setpriv", "/usr/sbin/runuser", "/sbin/runuser").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IOException(
                                "PostgreSQL refuses to run as root, and neither setpriv nor runuser is"
                                        + " there to run it as somebody else; run rota as an ordinary user, or set ROTA_DB_URL."));
        for (String name : List.of("postgres", "nobody")) {
            Optional<UserPrincipal> principal = user(below, name);
            if (principal.isPresent()) {
                return new Unprivileged(name, principal.get(), switcher);
            }
        }
        throw new IOException(
                "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody;"
                        + " run rota as an ordinary user, or set ROTA_DB_URL.");
    }

    /// The first directory on the way to `path` that others may not pass through, so that another user cannot get
    /// there.
    ///
    /// @param path an absolute path that exists
    static Optional<Path> barrier(Path path) throws IOException {
        for (Path part = path.getRoot(); part != null && !part.equals(path); ) {
            part = part.resolve(path.getName(part.getNameCount()));
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(part);
            if (!rights.contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    private static Optional<UserPrincipal> user(Path below, String name) throws IOException {
        try {
            return Optional.of(
                    below.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        }
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                : "root".equals(System.getProperty("user.name"));
    }
}
