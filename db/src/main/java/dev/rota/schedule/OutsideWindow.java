package dev.rota.schedule;

/// What becomes of slots outside the active hours.
public enum OutsideWindow {
    /// One run when the window opens, for all slots of the closed time together.
    AT_OPEN,
    /// Nothing: the next slot inside the window is the next run.
    SKIP;

    /// What holds when nobody says: a distance between runs is made up for, a time of day is not.
    public static OutsideWindow standard(Recurrence recurrence) {
        return recurrence instanceof LocalRecurrence ? SKIP : AT_OPEN;
    }
}
