package dev.rota.bin.up;

/// The wish to end, given to the thread that starts things and then waits: it is interrupted while it does, and
/// never once it has begun to put things away, for a server whose end is interrupted does not end well.
final class EndSignal {
    private final Thread waiting;
    private boolean begun;

    /// @param waiting who is interrupted; it alone calls [#begin()]
    EndSignal(Thread waiting) {
        this.waiting = waiting;
    }

    /// From whichever thread, as often as anybody likes.
    synchronized void ask() {
        if (!begun) {
            waiting.interrupt();
        }
    }

    /// From here on the end is on its way: what was asked is done with, and what is asked later changes nothing.
    synchronized void begin() {
        begun = true;
        Thread.interrupted();
    }
}
