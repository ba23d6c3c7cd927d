package dev.rota.bin.doctor;

/// What a probe found.
///
/// @param what   one sentence
/// @param advice what to do, one sentence; empty when nothing need be done
record Finding(Level level, String what, String advice) {

    /// From well to worst; the worst of all is the command's exit code.
    enum Level {
        OK,
        /// Could not be looked at, or does not apply here.
        SKIPPED,
        WARN,
        FAIL
    }

    static Finding ok(String what) {
        return new Finding(Level.OK, what, "");
    }

    static Finding skipped(String what) {
        return new Finding(Level.SKIPPED, what, "");
    }

    static Finding warn(String what, String advice) {
        return new Finding(Level.WARN, what, advice);
    }

    static Finding fail(String what, String advice) {
        return new Finding(Level.FAIL, what, advice);
    }
}
