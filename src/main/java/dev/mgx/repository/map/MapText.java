package dev.mgx.repository.map;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a map, within a number of bytes. */
final class MapText {
    /** The rest is for paths alone. */
    private static final double SHARE_OF_DETAILS = 0.8;

    private static final int MOST_SYMBOLS = 30;
    private static final int MOST_REFERENCES = 5;
    /** Below it stands a word or two that may be names by chance. */
    private static final float WEAKEST_SHOWN = 0.5f;

    private static final int ROOM_FOR_THE_END = 40;

    private final List<MappedFile> files;
    private final References references;
    private final SoughtWords words;
    private final int bytes;
    private final StringBuilder text = new StringBuilder();
    private int used;

    MapText(List<MappedFile> files, References references, SoughtWords words, int bytes) {
        this.files = files;
        this.references = references;
        this.words = words;
        this.bytes = bytes;
    }

    /** @param order the files, the most relevant first */
    String of(List<Integer> order) {
        int done = 0;
        while (done < order.size() && add(block(order.get(done)), (int) (bytes * SHARE_OF_DETAILS))) {
            done++;
        }
        while (done < order.size() && add(path(order.get(done)) + "\n", bytes - ROOM_FOR_THE_END)) {
            done++;
        }
        if (done < order.size()) {
            add("… and %d more files\n".formatted(order.size() - done), bytes);
        }
        return text.toString();
    }

    private boolean add(String piece, int most) {
        int size = piece.getBytes(StandardCharsets.UTF_8).length;
        if (used + size > most) {
            return false;
        }
        text.append(piece);
        used += size;
        return true;
    }

    private String path(int file) {
        return files.get(file).path().replaceAll("\\p{Cntrl}", "?");
    }

    private String block(int file) {
        StringBuilder block = new StringBuilder(path(file)).append('\n');
        related(block, "uses", references.from(file));
        related(block, "used by", references.to(file));
        List<Symbol> all = files.get(file).symbols();
        for (Symbol symbol : chosen(all)) {
            block.append("  %d %s %s\n".formatted(symbol.line(), symbol.kind(), symbol.name()));
        }
        if (all.size() > MOST_SYMBOLS) {
            block.append("  … and %d more\n".formatted(all.size() - MOST_SYMBOLS));
        }
        return block.toString();
    }

    private void related(StringBuilder block, String how, List<References.Edge> all) {
        List<References.Edge> edges =
                all.stream().filter(edge -> edge.weight() >= WEAKEST_SHOWN).toList();
        if (!edges.isEmpty()) {
            block.append(edges.stream()
                    .limit(MOST_REFERENCES)
                    .map(edge -> path(edge.file()))
                    .collect(Collectors.joining(
                            ", ", "  " + how + " ", edges.size() > MOST_REFERENCES ? ", …\n" : "\n")));
        }
    }

    /** Those that the requirement names before others, and types before what is in them; in the order of their lines. */
    private List<Symbol> chosen(List<Symbol> all) {
        List<Symbol> chosen = new ArrayList<>(all);
        chosen.sort(Comparator.comparingInt(this::place));
        List<Symbol> some = new ArrayList<>(chosen.subList(0, Math.min(MOST_SYMBOLS, chosen.size())));
        some.sort(Comparator.comparingInt(Symbol::line));
        return some;
    }

    private int place(Symbol symbol) {
        return words.isNamed(symbol)
                ? 0
                : symbol.kind().equals("method") || symbol.kind().equals("constant") ? 2 : 1;
    }
}
