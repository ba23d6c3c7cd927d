package dev.rota.bin.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// A table for people: a line for each row, columns as wide as they must be.
final class Table {
    private static final int WIDEST = 60;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        rows.add(List.of(titles));
    }

    void row(String... cells) {
        rows.add(List.of(cells).stream().map(Table::printable).toList());
    }

    /// @param colours whether the titles may be set off
    void print(PrintStream out, boolean colours) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(
                        widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                line.append(cell);
                if (i < columns - 1) {
                    line.repeat(' ', widths[i] - cell.codePointCount(0, cell.length()) + 2);
                }
            }
            String text = line.toString().stripTrailing();
            out.println(r == 0 && colours ? "\u001b[1m" + text + "\u001b[0m" : text);
        }
    }

    /// Without control characters, which could move a terminal's cursor, and not endless.
    static String printable(String cell) {
        String clean = cell.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.codePointCount(0, clean.length()) <= WIDEST
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }
}
