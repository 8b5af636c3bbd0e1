package sh.paseo.cli;

import java.util.List;
import sh.paseo.cli.text.Column;

/** How rows of one kind are shown: the columns of the table and the member that {@code --quiet} prints. */
record RowType(String quietKey, List<Column> columns) {
    RowType {
        columns = List.copyOf(columns);
    }

    static RowType of(String quietKey, Column... columns) {
        return new RowType(quietKey, List.of(columns));
    }
}
