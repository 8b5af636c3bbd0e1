package sh.paseo.cli;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;
import sh.paseo.cli.text.PrettyJson;
import sh.paseo.cli.text.SafeText;
import sh.paseo.cli.text.Table;
import sh.paseo.cli.text.Yaml;

/**
 * Prints results in the form that the user asked for.
 *
 * <p><b>Source:</b> spec/wire/05 §1.
 */
final class Output {
    private static final List<Column> KEY_VALUE = List.of(Column.of("KEY", "key", 0), Column.of("VALUE", "value", 0));

    private final Terminal terminal;
    private final Style style;

    /** The forms a result can take. */
    enum Format {
        TABLE, JSON, YAML
    }

    /** What the user asked for. */
    record Style(Format format, boolean quiet, boolean headings, boolean color) {
        /** What the options say. */
        static Style of(Arguments arguments, Surroundings surroundings) {
            Format told = arguments.value("--format").map(Style::format).orElse(Format.TABLE);
            Format format = arguments.has("--json") ? Format.JSON : told;
            boolean color = !arguments.has("--no-color") && surroundings.variable("NO_COLOR").isEmpty();
            return new Style(format, arguments.has("--quiet"), !arguments.has("--no-headers"), color);
        }

        /** For an error in the options themselves, when they cannot be read. */
        static Style guessed(List<String> words) {
            boolean json = words.contains("--json") || words.contains("json") && (words.contains("-o") || words.contains("--format"));
            return new Style(json ? Format.JSON : Format.TABLE, false, true, false);
        }

        private static Format format(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "table", "cli" -> Format.TABLE;
                case "json" -> Format.JSON;
                case "yaml" -> Format.YAML;
                default -> throw new CliException("INVALID_OPTIONS", "Unknown format: " + name, "Formats are table, json and yaml.");
            };
        }
    }

    Output(Terminal terminal, Style style) {
        this.terminal = terminal;
        this.style = style;
    }

    /** Whether a person, not a program, reads what is printed. */
    boolean forPeople() {
        return style.format == Format.TABLE && !style.quiet && terminal.interactive();
    }

    /** Whether colours are wanted and would be seen. */
    boolean colored() {
        return style.color && forPeople();
    }

    void rows(RowType type, List<JsonObject> rows) {
        if (style.quiet) {
            quiet(type, rows);
            return;
        }
        switch (style.format) {
            case TABLE -> table(type, rows);
            case JSON -> terminal.out(PrettyJson.write(Json.array(rows)) + "\n");
            case YAML -> terminal.out(Yaml.write(Json.array(rows)));
        }
    }

    void row(RowType type, JsonObject row) {
        if (style.quiet) {
            quiet(type, List.of(row));
            return;
        }
        switch (style.format) {
            case TABLE -> table(type, List.of(row));
            case JSON -> terminal.out(PrettyJson.write(row) + "\n");
            case YAML -> terminal.out(Yaml.write(row));
        }
    }

    /** One text, bare for shells. */
    void line(String key, String text) {
        if (style.format == Format.TABLE) {
            terminal.out(SafeText.line(text) + "\n");
        } else {
            row(new RowType(key, KEY_VALUE), Json.object().add(key, text).build());
        }
    }

    /** One object whose members become rows of a KEY and VALUE table. */
    void object(String quietKey, JsonObject object) {
        if (style.format != Format.TABLE || style.quiet) {
            row(new RowType(quietKey, KEY_VALUE), object);
            return;
        }
        List<JsonObject> rows = new ArrayList<>();
        object.forEach((key, value) -> rows.add(Json.object().add("key", key).add("value", described(value)).build()));
        table(new RowType("key", KEY_VALUE), rows);
    }

    private static String described(JsonValue value) {
        return switch (value) {
            case JsonString text -> text.getString();
            case JsonArray array -> array.isEmpty() ? "-" : String.join(", ", array.stream().map(Output::described).toList());
            case JsonObject object ->
                String.join(" ", object.entrySet().stream().map(e -> e.getKey() + "=" + described(e.getValue())).toList());
            default -> value == JsonValue.NULL ? "-" : value.toString();
        };
    }

    private void quiet(RowType type, List<JsonObject> rows) {
        for (JsonObject row : rows) {
            JsonValue value = Json.value(row, type.quietKey());
            List<? extends JsonValue> values = value instanceof JsonArray many ? many : List.of(value);
            values.forEach(one -> terminal.out(SafeText.line(Table.plain(one)) + "\n"));
        }
    }

    private void table(RowType type, List<JsonObject> rows) {
        String text = new Table(type.columns(), style.headings, colored()).render(rows);
        if (!text.isEmpty()) {
            terminal.out(text);
        }
    }

    /** Says on the standard error what went wrong. */
    void error(CliException failure) {
        if (style.format == Format.JSON) {
            var error = Json.object().add("code", failure.code()).add("message", failure.getMessage());
            failure.details().ifPresent(details -> error.add("details", details));
            terminal.err(PrettyJson.write(Json.object().add("error", error).build()) + "\n");
            return;
        }
        terminal.err("Error: " + SafeText.lines(failure.getMessage()) + "\n"
                + failure.details().map(text -> SafeText.lines(text) + "\n").orElse(""));
    }
}
