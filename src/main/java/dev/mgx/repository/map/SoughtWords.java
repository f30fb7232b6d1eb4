package dev.mgx.repository.map;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words of a requirement, sought in files: each by how few files have it, and where it stands in them (BM25). */
final class SoughtWords {
    private static final int LONGEST = 20_000;
    private static final int MOST_WORDS = 300;

    /** Of a file that is no code, more is hardly worth its time. */
    private static final int LOOKED_AT_OF_OTHERS = 1 << 14;

    private static final double IN_PATH = 3;
    private static final double IN_SYMBOLS = 2;
    private static final double EXACT_SYMBOL = 3;
    private static final double NAMED_FILE = 30;
    private static final double NAMED_PATH = 60;
    private static final double SATURATION = 1.2;
    private static final double LENGTH_SHARE = 0.6;

    private final String requirement;
    private final WordTable stems = new WordTable();
    private final WordTable names = new WordTable();
    private final Set<String> written = new HashSet<>();
    private String beginnings = "";

    SoughtWords(String text) {
        requirement = text.substring(0, Math.min(LONGEST, text.length()));
        CodeWords.identifiers(requirement, requirement.length(), (from, to) -> {
            String word = requirement.substring(from, to);
            boolean common = CodeWords.COMMON.contains(WordTable.lower(word));
            if (stems.size() < MOST_WORDS && to - from > 1 && !common) {
                names.add(word);
                CodeWords.parts(requirement, from, to, this::add);
            }
        });
        for (String word : requirement.split("[\\s`'\"(),;:<>]++", -1)) {
            written.add(word.endsWith(".") ? word.substring(0, word.length() - 1) : word);
        }
    }

    private void add(int from, int to) {
        String part = WordTable.lower(requirement.substring(from, to));
        if (part.length() > 1 && !CodeWords.COMMON.contains(part)) {
            stems.add(part.substring(0, CodeWords.stemEnd(part, 0, part.length())));
            beginnings += beginnings.indexOf(part.charAt(0)) < 0 ? part.charAt(0) : "";
        }
    }

    boolean isNamed(Symbol symbol) {
        return names.find(symbol.name(), 0, symbol.name().length()) != WordTable.NONE;
    }

    /** How much each file has to do with the requirement, from 0 on. */
    double[] scores(List<MappedFile> files) {
        Counts[] counts = files.stream().map(Counts::new).toArray(Counts[]::new);
        double length =
                Arrays.stream(counts).mapToLong(each -> each.length).average().orElse(1);
        double[] rarity = new double[stems.size()];
        for (int word = 0; word < rarity.length; word++) {
            int at = word;
            long having = Arrays.stream(counts).filter(each -> each.has(at)).count();
            rarity[word] = Math.log(1 + (files.size() - having + 0.5) / (having + 0.5));
        }
        double[] scores = new double[counts.length];
        for (int file = 0; file < scores.length; file++) {
            scores[file] = counts[file].score(rarity, Math.max(1, length))
                            * files.get(file).weight()
                    + written(files.get(file).path());
        }
        return scores;
    }

    /** A file that the requirement names is meant, whatever it is. */
    private double written(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return written.contains(path) ? NAMED_PATH : name.indexOf('.') > 0 && written.contains(name) ? NAMED_FILE : 0;
    }

    /** How often each word stands in a file. */
    private final class Counts {
        private final short[] text = new short[stems.size()];
        private final byte[] path = new byte[stems.size()];
        private final byte[] symbols = new byte[stems.size()];
        private int exact;
        private long length;

        Counts(MappedFile file) {
            int looked = file.weight() >= FileWeight.OF_CODE ? file.content().length() : LOOKED_AT_OF_OTHERS;
            count(file.content(), looked, text);
            length = Math.min(looked, file.content().length());
            mark(file.path(), path);
            for (Symbol symbol : file.symbols()) {
                mark(symbol.name(), symbols);
                exact += isNamed(symbol) ? 1 : 0;
            }
        }

        private void count(String content, int looked, short[] into) {
            CodeWords.identifiers(
                    content,
                    looked,
                    (from, to) -> CodeWords.parts(content, from, to, (begin, end) -> {
                        char first = WordTable.lower(content.charAt(begin));
                        int word = beginnings.indexOf(first) < 0
                                ? WordTable.NONE
                                : stems.findIgnoringCase(content, begin, CodeWords.stemEnd(content, begin, end));
                        if (word != WordTable.NONE && into[word] < Short.MAX_VALUE) {
                            into[word]++;
                        }
                    }));
        }

        private void mark(String name, byte[] into) {
            short[] counted = new short[into.length];
            count(name, name.length(), counted);
            for (int word = 0; word < into.length; word++) {
                into[word] |= (byte) (counted[word] > 0 ? 1 : 0);
            }
        }

        boolean has(int word) {
            return text[word] + path[word] + symbols[word] > 0;
        }

        double score(double[] rarity, double average) {
            double score = Math.min(exact, 3) * EXACT_SYMBOL;
            double norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / average);
            for (int word = 0; word < rarity.length; word++) {
                score += rarity[word]
                        * (IN_PATH * path[word]
                                + IN_SYMBOLS * symbols[word]
                                + text[word] * (SATURATION + 1) / (text[word] + norm));
            }
            return score;
        }
    }
}
