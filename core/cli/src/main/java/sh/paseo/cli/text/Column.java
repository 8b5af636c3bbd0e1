package sh.paseo.cli.text;

import java.util.List;

/** One column of a table: its heading, the member of the row it shows, the width it has at least, and how its cells are written. */
public record Column(String heading, String key, int width, Cell cell) {

    /** How a cell is written. */
    public enum Cell {
        /** One line, to the left. */
        TEXT,
        /** One line, to the right. */
        NUMBER,
        /** As many lines as the text has. */
        LINES
    }

    /** A column of text. */
    public static Column of(String heading, String key, int width) {
        return new Column(heading, key, width, Cell.TEXT);
    }

    /** Columns without a width of their own, given as heading and key in turn. */
    public static List<Column> plain(String... headingsAndKeys) {
        var columns = new Column[headingsAndKeys.length / 2];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = of(headingsAndKeys[2 * i], headingsAndKeys[2 * i + 1], 0);
        }
        return List.of(columns);
    }
}
