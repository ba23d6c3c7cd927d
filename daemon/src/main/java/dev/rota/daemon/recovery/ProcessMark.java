package dev.rota.daemon.recovery;

import dev.rota.store.DaemonStore.Other;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What tells this process from every other one, now and later: the boot, the namespace its process id is counted
/// in, its user, its id and the tick at which it started. Parts that this system does not tell are null.
///
/// @param bootId    without dashes, in lower case
/// @param pidNamespace the inode of `/proc/self/ns/pid`
/// @param startTicks clock ticks from the boot to the start of the process
public record ProcessMark(
        long pid,
        @Nullable String bootId,
        @Nullable Long pidNamespace,
        @Nullable Long uid,
        @Nullable Long startTicks) {
    private static final int TICKS_AFTER_NAME = 19; // field 22 of stat; the state, field 3, is the first after the name

    /// This process.
    ///
    /// @param bootId what the service manager says of the boot (`%b`), or null to ask the kernel
    /// @param proc   `/proc`
    public static ProcessMark own(@Nullable String bootId, Path proc) {
        long pid = ProcessHandle.current().pid();
        String boot = bootId == null || bootId.isBlank() ? read(proc.resolve("sys/kernel/random/boot_id")) : bootId;
        return new ProcessMark(
                pid,
                boot == null ? null : boot.strip().replace("-", "").toLowerCase(Locale.ROOT),
                attribute(proc.resolve("self/ns/pid"), "unix:ino"),
                attribute(proc.resolve("self"), "unix:uid"),
                startTicks(read(proc.resolve("self/stat"))));
    }

    /// Whether the other's process is certainly gone. Only a process of the same boot, counted in the same
    /// namespace and run by the same user can be judged: another user's may be hidden, and another container's has
    /// other numbers.
    public boolean provesDead(Other other, ProcessTable processes) {
        Path proc = processes.proc();
        Long theirTicks = other.startTicks();
        boolean comparable = bootId != null
                && bootId.equals(other.bootId())
                && pidNamespace != null
                && pidNamespace.equals(other.pidNamespace())
                && uid != null
                && uid.equals(other.uid())
                && startTicks != null
                && theirTicks != null;
        if (!comparable || !Files.isReadable(proc.resolve("self/stat"))) {
            return false;
        }
        String stat = read(proc.resolve(other.pid() + "/stat"));
        if (stat == null) {
            return !Files.exists(proc.resolve(String.valueOf(other.pid())))
                    && processes.free().test(other.pid());
        }
        // Somebody else has got its number, or it has ended and its parent has not asked yet.
        return !Objects.equals(theirTicks, startTicks(stat)) || afterName(stat).matches("(?s)[ZX] .*");
    }

    private static @Nullable Long startTicks(@Nullable String stat) {
        if (stat == null) {
            return null;
        }
        String[] fields = afterName(stat).split(" ", -1);
        return fields.length > TICKS_AFTER_NAME && fields[TICKS_AFTER_NAME].matches("\\d{1,18}")
                ? Long.valueOf(fields[TICKS_AFTER_NAME])
                : null;
    }

    /// The fields from the third on. The second, the name, stands in parentheses and may hold anything, also ") Z
    /// ".
    private static String afterName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 1).strip();
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Long attribute(Path file, String name) {
        try {
            return Files.getAttribute(file, name) instanceof Number number ? number.longValue() : null;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }
}
