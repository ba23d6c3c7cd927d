package dev.rota.daemon.faults;

/// What the [Judge] counted. All but the last line must be zero whatever the fault.
///
/// @param ok2       slots with more than one success
/// @param gaps      slots of the timetable that neither a run nor a decision accounts for
/// @param twice     slots that both a run and a decision account for, or two decisions do
/// @param overlap   pairs of successful runs of one schedule that went on at the same time
/// @param early     runs that started before their slot
/// @param backwards runs that ended before they started
/// @param open      runs that are still open although nobody holds them
/// @param putAside  schedules that were switched off or blamed: it was never their fault
/// @param fenced    writes that came too late and were refused
/// @param abandoned runs whose daemon died or fell silent
/// @param interrupted runs that were handed back
/// @param succeeded runs that went well
record Verdict(
        long ok2,
        long gaps,
        long twice,
        long overlap,
        long early,
        long backwards,
        long open,
        long putAside,
        long fenced,
        long abandoned,
        long interrupted,
        long succeeded) {

    /// What went wrong, in words; empty when nothing did.
    String wrong() {
        StringBuilder wrong = new StringBuilder();
        add(wrong, "ok2", ok2);
        add(wrong, "gaps", gaps);
        add(wrong, "twice", twice);
        add(wrong, "overlap", overlap);
        add(wrong, "early", early);
        add(wrong, "backwards", backwards);
        add(wrong, "open", open);
        add(wrong, "put aside", putAside);
        return wrong.toString();
    }

    private static void add(StringBuilder wrong, String what, long count) {
        if (count != 0) {
            wrong.append(what).append('=').append(count).append(' ');
        }
    }
}
