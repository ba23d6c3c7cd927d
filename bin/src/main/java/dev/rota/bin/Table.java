package dev.rota.bin;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A table: for people a line for each row, with columns as wide as they must be; or CSV.
public final class Table {
    private static final int WIDEST = 60;
    private static final int WIDEST_LAST = 240;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... titles) {
        rows.add(List.of(titles));
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /// @param colours whether the titles may be set off
    /// @param width   of the terminal in columns; longer lines are cut
    public void print(PrintStream out, boolean colours, int width) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns - 1; i++) {
                widths[i] = Math.max(widths[i], length(printable(row.get(i), WIDEST)));
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = printable(rows.get(r).get(i), i < columns - 1 ? WIDEST : WIDEST_LAST);
                line.append(cell);
                if (i < columns - 1) {
                    line.repeat(' ', widths[i] - length(cell) + 2);
                }
            }
            String text = cut(line.toString().stripTrailing(), width);
            out.println(r == 0 && colours ? "\u001b[1m" + text + "\u001b[0m" : text);
        }
    }

    /// As CSV (RFC 4180, lines end in a line feed), titles as names such as `last_run`; a `-` is an empty cell.
    public void csv(PrintStream out) {
        for (int r = 0; r < rows.size(); r++) {
            boolean titles = r == 0;
            out.print(rows.get(r).stream()
                    .map(cell -> titles ? cell.toLowerCase(Locale.ROOT).replace(' ', '_') : cell)
                    .map(cell -> cell.equals("-") ? "" : quoted(cell))
                    .collect(Collectors.joining(",", "", "\n")));
        }
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /// Without control characters, which could move a terminal's cursor, and not endless.
    private static String printable(String cell, int widest) {
        return cut(cell.replaceAll("\\p{Cntrl}+", " ").strip(), widest);
    }

    private static String cut(String text, int widest) {
        return length(text) <= widest ? text : text.substring(0, text.offsetByCodePoints(0, widest - 1)) + "…";
    }
}
