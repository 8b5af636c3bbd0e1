package sh.paseo.cli.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of rows: each column is as wide as the longest of its heading, its cells and its declared width, two blanks lie between columns,
 * and the
 * last column is padded too.
 *
 * <p><b>Source:</b> spec/wire/05 §1 and the recorded outputs.
 */
public record Table(List<Column> columns, boolean headings, boolean bold) {
    private static final String BETWEEN = "  ";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    public Table {
        columns = List.copyOf(columns);
    }

    /** The whole table with a line feed behind every line; nothing at all for no rows. */
    public String render(List<JsonObject> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        List<List<String>> cells = rows.stream().map(this::cells).toList();
        int[] widths = widths(cells);
        var out = new StringBuilder();
        if (headings) {
            out.append(bold ? BOLD : "").append(line(columns.stream().map(Column::heading).toList(), widths)).append(bold ? PLAIN : "")
                    .append('\n');
        }
        for (List<String> row : cells) {
            out.append(line(row, widths)).append('\n');
        }
        return out.toString();
    }

    private List<String> cells(JsonObject row) {
        List<String> cells = new ArrayList<>(columns.size());
        for (Column column : columns) {
            String text = plain(row.getOrDefault(column.key(), JsonValue.NULL));
            cells.add(column.cell() == Column.Cell.LINES ? SafeText.lines(text) : SafeText.line(text));
        }
        return cells;
    }

    /** What a value looks like to people: text as it is, nothing for null, the elements of an array with commas. */
    public static String plain(JsonValue value) {
        return switch (value.getValueType()) {
            case STRING -> ((JsonString) value).getString();
            case NULL -> "";
            case ARRAY -> String.join(", ", ((JsonArray) value).stream().map(Table::plain).toList());
            case OBJECT, NUMBER, TRUE, FALSE -> value.toString();
        };
    }

    private int[] widths(List<List<String>> cells) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(columns.get(i).heading().length(), columns.get(i).width());
            for (List<String> row : cells) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String blanks = " ".repeat(widths[i] - cells.get(i).length());
            boolean right = columns.get(i).cell() == Column.Cell.NUMBER;
            line.append(i == 0 ? "" : BETWEEN).append(right ? blanks : "").append(cells.get(i)).append(right ? "" : blanks);
        }
        return line.toString();
    }
}
