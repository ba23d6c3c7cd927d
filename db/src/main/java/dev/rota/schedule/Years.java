package dev.rota.schedule;

import java.util.List;

/// Years, as spans with a step; none at all means every year.
public record Years(List<Span> spans) {
    public static final Years ALL = new Years(List.of());

    /// No year is after this one.
    static final int END = Integer.MAX_VALUE;

    public Years {
        spans = List.copyOf(spans);
    }

    /// @param from  the first year
    /// @param until the last, at most
    /// @param step  from one to the next
    public record Span(int from, int until, int step) {
        private int atOrAfter(int year) {
            int next = year <= from ? from : from + Math.ceilDiv(year - from, step) * step;
            return next > until ? END : next;
        }

        private int atOrBefore(int year) {
            int latest = Math.min(year, until);
            return latest < from ? -END : latest - (latest - from) % step;
        }
    }

    /// The first year at or after another, or [#END].
    int atOrAfter(int year) {
        int next = spans.isEmpty() ? year : END;
        for (Span span : spans) {
            next = Math.min(next, span.atOrAfter(year));
        }
        return next;
    }

    /// The last year at or before another, or -[#END].
    int atOrBefore(int year) {
        int last = spans.isEmpty() ? year : -END;
        for (Span span : spans) {
            last = Math.max(last, span.atOrBefore(year));
        }
        return last;
    }
}
