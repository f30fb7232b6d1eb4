package stockroom;

import java.util.ArrayList;
import java.util.List;

/** Rows of text whose columns are as wide as their widest cell. Cells that are numbers end flush. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    void add(Object... cells) {
        rows.add(List.of(cells).stream().map(String::valueOf).toList());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String padding = " ".repeat(width(i) - row.get(i).length());
                boolean isNumber = row.get(i).matches("-?[\\d.]+");
                line.append(isNumber ? padding + row.get(i) : row.get(i) + padding).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
