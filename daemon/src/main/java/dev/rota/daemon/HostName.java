package dev.rota.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this host is called.
public final class HostName {
    private HostName() {}

    /// As the kernel has it; where it does not tell (not Linux), as the resolver does; `localhost` where nobody
    /// knows.
    public static String own() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        }
    }
}
