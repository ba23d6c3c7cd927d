package dev.rota.schedule;

/// What happens to a run that is still going when the active hours end.
public enum WindowClose {
    /// It may finish.
    FINISH,
    /// It is stopped.
    STOP
}
