package dev.rota.daemon.recovery;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.nio.file.Path;
import java.util.function.LongPredicate;

/// What this system tells about its processes.
///
/// `/proc` alone does not do: a hardened unit (`ProtectProc=invisible`, `PrivateUsers=yes`) does not see there even
/// a process of the same user that has a user namespace of its own, as a second unit of ours has. The kernel's
/// answer to kill(2) without a signal knows it all the same.
///
/// @param proc `/proc`
/// @param free whether no process has a number, in this namespace, hidden ones included
public record ProcessTable(Path proc, LongPredicate free) {
    private static final int NO_SUCH_PROCESS = 3; // ESRCH

    /// kill(2); what it leaves in `errno` goes into the first argument.
    public interface Kill {
        int call(MemorySegment state, int pid, int signal);
    }

    public static ProcessTable ofKernel() {
        return new ProcessTable(Path.of("/proc"), ProcessTable::isFree);
    }

    /// False, too, where the kernel cannot be asked: then the lease decides.
    @SuppressWarnings("restricted") // the launcher allows native access
    static boolean isFree(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            StructLayout state = Linker.Option.captureStateLayout();
            MethodHandle kill = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                    Linker.Option.captureCallState("errno"));
            MemorySegment captured = arena.allocate(state);
            int answer =
                    MethodHandleProxies.asInterfaceInstance(Kill.class, kill).call(captured, Math.toIntExact(pid), 0);
            int error = (int) state.varHandle(MemoryLayout.PathElement.groupElement("errno"))
                    .get(captured, 0L);
            return answer == -1 && error == NO_SUCH_PROCESS;
        } catch (RuntimeException e) { // no such function, no right to call it, no such number
            return false;
        }
    }
}
