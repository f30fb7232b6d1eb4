package dev.mgx.repository.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which file refers to which, by the names that files define, and by tests that are named after a file. */
final class References {
    private static final int SHORTEST_NAME = 3;

    /** A name that more files define says nothing about which is meant. */
    private static final int MOST_DEFINERS = 6;

    private static final int MOST_OF_A_FILE = 40;
    private static final int LOOKED_AT = 1 << 19;
    private static final int LONG_NAME = 8;
    private static final float OF_A_TEST = 3;
    private static final double OF_A_METHOD = 0.4;
    private static final double OF_A_PRIVATE_NAME = 0.1;
    private static final double OF_A_FILE = 0.5;
    private static final double OF_A_SHORT_WORD = 0.2;
    private static final double DAMPING = 0.85;
    private static final int ROUNDS = 15;

    /** References of a file, the strongest first. */
    record Edge(int file, float weight) {}

    private final List<List<Edge>> from;
    private final List<List<Edge>> to = new ArrayList<>();

    private References(List<List<Edge>> from) {
        this.from = from;
        from.forEach(each -> to.add(new ArrayList<>()));
        for (int file = 0; file < from.size(); file++) {
            for (Edge edge : from.get(file)) {
                to.get(edge.file()).add(new Edge(file, edge.weight()));
            }
        }
        to.forEach(edges -> edges.sort(STRONGEST));
    }

    private static final Comparator<Edge> STRONGEST =
            Comparator.comparingDouble(Edge::weight).reversed().thenComparingInt(Edge::file);

    static References among(List<MappedFile> files) {
        return new Collector(files).references();
    }

    List<Edge> from(int file) {
        return from.get(file);
    }

    List<Edge> to(int file) {
        return to.get(file);
    }

    /** How much each file is referred to, directly or not, by those where one begins (PageRank). */
    double[] rank(double[] begin) {
        double sum = Arrays.stream(begin).sum();
        double[] start = Arrays.stream(begin)
                .map(each -> sum == 0 ? 1.0 / begin.length : each / sum)
                .toArray();
        double[] rank = start.clone();
        for (int round = 0; round < ROUNDS; round++) {
            rank = next(rank, start);
        }
        return rank;
    }

    private double[] next(double[] rank, double[] start) {
        double[] next = new double[rank.length];
        double lost = 0;
        for (int file = 0; file < rank.length; file++) {
            double all = from.get(file).stream().mapToDouble(Edge::weight).sum();
            for (Edge edge : from.get(file)) {
                next[edge.file()] += DAMPING * rank[file] * edge.weight() / all;
            }
            lost += from.get(file).isEmpty() ? DAMPING * rank[file] : 0;
        }
        for (int file = 0; file < rank.length; file++) {
            next[file] += (1 - DAMPING + lost) * start[file];
        }
        return next;
    }

    /** Counts the names of all files in each. */
    private static final class Collector {
        private final List<MappedFile> files;
        private final WordTable names = new WordTable();
        private final List<String> texts = new ArrayList<>();
        private final List<List<Integer>> definers = new ArrayList<>();
        private final BitSet standAlone = new BitSet();
        private final Map<String, List<Integer>> byStem = new HashMap<>();
        private int[] counts = {};
        private final List<Integer> seen = new ArrayList<>();

        Collector(List<MappedFile> files) {
            this.files = files;
        }

        References references() {
            for (int file = 0; file < files.size(); file++) {
                define(files.get(file).stem(), file, true);
                for (Symbol symbol : files.get(file).symbols()) {
                    define(symbol.name(), file, !symbol.kind().equals("method"));
                }
            }
            counts = new int[names.size()];
            for (int file = 0; file < files.size(); file++) {
                if (files.get(file).isCode()) {
                    byStem.computeIfAbsent(files.get(file).stem(), stem -> new ArrayList<>())
                            .add(file);
                }
            }
            List<List<Edge>> edges = new ArrayList<>();
            for (int file = 0; file < files.size(); file++) {
                edges.add(edges(file));
            }
            return new References(edges);
        }

        private void define(String name, int file, boolean alone) {
            if (name.length() < SHORTEST_NAME || !files.get(file).isCode()) {
                return;
            }
            int number = names.add(name);
            if (number == definers.size()) {
                definers.add(new ArrayList<>());
                texts.add(name);
            }
            if (alone) {
                standAlone.set(number);
            }
            List<Integer> all = definers.get(number);
            if ((all.isEmpty() || all.getLast() != file) && all.size() <= MOST_DEFINERS) {
                all.add(file);
            }
        }

        private List<Edge> edges(int file) {
            MappedFile mapped = files.get(file);
            Map<Integer, Float> weights = new HashMap<>();
            if (mapped.isCode()) {
                count(mapped.content());
                for (int name : seen) {
                    refer(file, name, weights);
                    counts[name] = 0;
                }
                seen.clear();
            }
            if (mapped.isTest()) {
                List<Integer> tested = byStem.getOrDefault(TestPath.tested(mapped.path()), List.of());
                tested.stream()
                        .filter(each -> each != file && tested.size() <= MOST_DEFINERS)
                        .forEach(each -> weights.merge(each, OF_A_TEST, Float::sum));
            }
            return weights.entrySet().stream()
                    .map(each -> new Edge(each.getKey(), each.getValue()))
                    .sorted(STRONGEST)
                    .limit(MOST_OF_A_FILE)
                    .toList();
        }

        private void count(String text) {
            CodeWords.identifiers(text, LOOKED_AT, (from, to) -> {
                int name = to - from < SHORTEST_NAME ? WordTable.NONE : names.find(text, from, to);
                if (name != WordTable.NONE && counts[name]++ == 0) {
                    seen.add(name);
                }
            });
        }

        private void refer(int file, int name, Map<Integer, Float> weights) {
            List<Integer> all = definers.get(name);
            if (all.size() > MOST_DEFINERS || all.contains(file)) {
                return;
            }
            double importance = importance(texts.get(name)) * (standAlone.get(name) ? 1 : OF_A_METHOD);
            float weight = (float) (Math.sqrt(counts[name]) * importance / all.size());
            for (int definer : all) {
                if (files.get(definer).isRelatedTo(files.get(file))) {
                    weights.merge(definer, weight, Float::sum);
                }
            }
        }

        /** A long name with parts is hardly a word by chance, a short one in small letters often is. */
        private double importance(String name) {
            boolean parts = name.indexOf('_') > 0 || !name.equals(WordTable.lower(name));
            if (name.startsWith("_")) {
                return OF_A_PRIVATE_NAME;
            }
            return name.length() < LONG_NAME
                    ? (parts ? 1 : byStem.containsKey(name) ? OF_A_FILE : OF_A_SHORT_WORD)
                    : parts ? 2 : 1;
        }
    }
}
