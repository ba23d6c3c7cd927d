package dev.rota.bin;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.util.Map;

/// The terminal that a person reads on.
final class Terminal {
    private static final int LEAST = 20;
    private static final int STANDARD_OUTPUT = 1;
    private static final long TIOCGWINSZ = 0x5413; // Linux

    private Terminal() {}

    /// ioctl(2).
    public interface Control {
        int call(int descriptor, long request, MemorySegment argument);
    }

    /// Its width: COLUMNS, else what the kernel says; without either, as wide as can be.
    static int columns(Map<String, String> environment) {
        String said = environment.getOrDefault("COLUMNS", "");
        int columns = said.matches("\\d{1,5}") ? Integer.parseInt(said) : asked();
        return columns < LEAST ? Integer.MAX_VALUE : columns;
    }

    /// 0 when it does not say.
    @SuppressWarnings("restricted") // one call into the C library, with what it takes
    private static int asked() {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle ioctl = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("ioctl"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
            MemorySegment size = arena.allocate(8); // rows, columns, and two that nobody fills
            int failed = MethodHandleProxies.asInterfaceInstance(Control.class, ioctl)
                    .call(STANDARD_OUTPUT, TIOCGWINSZ, size);
            return failed == 0 ? size.getAtIndex(ValueLayout.JAVA_SHORT, 1) : 0;
        } catch (RuntimeException e) { // a width is not worth failing for
            return 0;
        }
    }
}
