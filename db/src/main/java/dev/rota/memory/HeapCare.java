package dev.rota.memory;

import java.util.function.LongSupplier;

/// Keeps the heap near the size of what a process really uses.
///
/// The serial collector, which is the smallest, makes room for whatever outlives its young generation until the heap
/// is as large as it may be (a quarter of the machine's memory), and only then looks whether any of that is still
/// used. In a process that runs for years that is gigabytes of garbage: 200,000 runs left 780 MB. So all of it is
/// collected as soon as the heap has grown to twice what it was after the last time. With what a daemon holds that
/// takes some hundredths of a second. `bin/rota` has the collector shrink the heap at once (`-ShrinkHeapInSteps`),
/// or it would have to be asked four times.
public final class HeapCare {
    /// Below this many bytes nothing is done.
    static final long ENOUGH = 64L << 20;

    private final LongSupplier size;
    private final Runnable collection;
    private long most = ENOUGH;

    /// For this process.
    public HeapCare() {
        this(Runtime.getRuntime()::totalMemory, System::gc);
    }

    /// @param size       how large the heap is, in bytes
    /// @param collection collects
    HeapCare(LongSupplier size, Runnable collection) {
        this.size = size;
        this.collection = collection;
    }

    /// Looks at the size, which costs nothing; to be called every now and then, by one thread.
    ///
    /// @return whether it had grown so much that it was collected
    public boolean look() {
        long now = size.getAsLong();
        most = Math.min(most, twice(now)); // it may have shrunk without us
        if (now < most) {
            return false;
        }
        collection.run();
        most = twice(size.getAsLong());
        return true;
    }

    private static long twice(long bytes) {
        return Math.max(ENOUGH, 2 * bytes);
    }
}
