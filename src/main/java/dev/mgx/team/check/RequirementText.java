package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a requirement: what a check must quote, and what it may not invent. Comparisons see letters and digits
 * only, so that quote marks, case and line breaks do not matter. Immutable.
 */
public final class RequirementText {
    /** Between the words that a check serves, where those are of several places. */
    static final String AND_SERVES = " / ";

    /** Requirements of at most so many words are quoted as a whole. */
    private static final int SHORT_WORDS = 12;

    /** The share of a quote's words that a sentence must have to be the one that was meant. */
    private static final double SAME_SENTENCE = 0.6;

    private static final Pattern ORDER = Pattern.compile(
            "(?iU)\\b(sort\\w*|order\\w*|alphabetical\\w*|ascending|descending|revers\\w*|first|last|top|rank\\w*|"
                    + "highest|lowest|largest|smallest|newest|oldest|number(ed|s)?|lines?|rows?|columns?|sequen\\w*|from|"
                    + "then|next|before|after|grid|matri\\w+|table|wrap\\w*|reihenfolge|sortier\\w*|nach)\\b");

    /** Shorter outputs may stand in a sentence by chance. */
    private static final int TELLING_OUTPUT = 6;

    private static final Pattern INPUT = Pattern.compile(
            "(?iU)\\b(?:std-?in|standard input|inputs?|typ(?:e|es|ed|ing)|enter(?:s|ed)?|reads?|interactive\\w*|prompts?|asks?|pip(?:e|es|ed)"
                    + "|keyboard|eingab\\w*|eingetippt|liest|entr[ée]e|entrada|dialog\\w*|conversation|repl|shell|lines? of text)\\b");

    private static final Pattern FAILURE =
            Pattern.compile("(?i)exit|error|fail|stderr|status|abort|invalid|fehler|erreur|échou|fallo|abbruch|quit");

    private static final Pattern PRINTING = Pattern.compile(
            "(?iU)\\b(?:print|show|output|display|say|report|return|answer|write|respond|echo|confirm|tell|message|gibt|ausgab|ausgegeben|zeig)");

    private static final Pattern FILES = Pattern.compile(
            "(?iU)\\b(?:files?|filenames?|paths?|folders?|director(?:y|ies)|documents?|datei(?:en)?|ordner|fichiers?|archivos?)\\b"
                    + "|\\.(?:txt|csv|json|md|xml|ya?ml|log|toml|ini)\\b");

    private static final Pattern STANDARD_LIBRARY = Pattern.compile("(?i)\\bstandard librar(?:y|ies)\\b");

    /** Words for packages, what standard libraries do not have, and packages that everybody knows by name. */
    private static final Pattern OF_PACKAGES =
            Pattern.compile("(?i)\\b(?:npm|pip|pypi|packages?|frameworks?|dependenc(?:y|ies)|librar(?:y|ies)"
                    + "|ya?ml|markdown|excel|xlsx?|docx|pdfs?|png|jpe?g|images?|qr|charts?|plots?|parquet"
                    + "|react|preact|vue|svelte|express|fastify|koa|flask|django|fastapi|starlette|pandas|numpy|scipy"
                    + "|matplotlib|requests|axios|lodash|chalk|commander|yargs|typer|pydantic|sqlalchemy|jinja2?"
                    + "|beautifulsoup|pillow|openpyxl|pytest|vitest|jest|typescript|tailwind"
                    + "|maven|jackson|gson|guava|junit|picocli|commons-\\w+)\\b|\\busing (?-i:[A-Z])\\w+");

    private static final Pattern JAVA =
            Pattern.compile("(?i)\\b(?:java|maven|jackson|gson|guava|junit|picocli)\\b|\\.java\\b");

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+|(?<=[。！？；])|\\n+");
    private static final Pattern WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern LIST_MARK = Pattern.compile("^\\s*(?:[-*•+]|\\d{1,2}[.)])\\s+");

    /** Sentences of these words alone say what a program is written with; that it runs in the sandbox shows them. */
    private static final Set<String> OF_THE_MEANS =
            words("python python3 py java javascript js node nodejs 2 3 17 20 21 22 25 standard library "
                    + "libraries stdlib built ins modules module packages package dependencies dependency "
                    + "external third party npm pip only no without any other use uses using used with just "
                    + "plain pure the a an one single of and or is it its in written please version file "
                    + "program script");

    /** Words for programs that listen. */
    private static final Pattern OF_SERVICES = Pattern.compile(
            "(?i)\\b(?:servers?|https?|(?-i:REST)|restful|rest apis?|(?-i:APIs?)|endpoints?|micro-?services?|(?:web|notes?) ?-?(?:services?|apps?|applications?)"
                    + "|express|fastify|koa|flask|django|fastapi|starlette|web ?sockets?|listens? (?:on|at))\\b");

    private static final Pattern PORT = Pattern.compile("(?i)\\bport (?:number )?([1-9][0-9]{3,4})\\b");
    private static final int HIGHEST_PORT = 65_535;

    private final String text;
    private final String letters;
    private final int[] places; // of each character of letters in text

    /** Whether it says that programs use nothing but the standard library. */
    public boolean wantsStandardLibraryOnly() {
        return STANDARD_LIBRARY.matcher(text).find();
    }

    /** Whether it speaks of packages, or of something that is made with one. */
    public boolean namesPackages() {
        return OF_PACKAGES.matcher(text).find();
    }

    /** Whether it speaks of a program that listens. */
    public boolean namesServices() {
        return OF_SERVICES.matcher(text).find();
    }

    /** The port that it names, from 1024; else a usual one. */
    public int port() {
        Matcher named = PORT.matcher(text);
        int port = named.find() ? Integer.parseInt(named.group(1)) : ServiceCommand.DEFAULT_PORT;
        return port > HIGHEST_PORT || port < 1_024 ? ServiceCommand.DEFAULT_PORT : port;
    }

    /** Whether it asks for a program in Java. */
    public boolean namesJava() {
        return JAVA.matcher(text).find();
    }

    public RequirementText(String text) {
        this.text = text;
        StringBuilder kept = new StringBuilder();
        int[] at = new int[text.length()];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
                at[kept.length()] = i;
                kept.append(Character.toLowerCase(c));
            }
        }
        letters = kept.toString();
        places = Arrays.copyOf(at, kept.length());
    }

    public String text() {
        return text;
    }

    /** Where in {@link #letters} a quote stands; empty if its words are not there. */
    private Optional<int[]> span(String quote) {
        String wanted = letters(quote);
        int start = wanted.isEmpty() ? -1 : letters.indexOf(wanted);
        return start < 0 ? Optional.empty() : Optional.of(new int[] {start, start + wanted.length()});
    }

    /**
     * The words of the requirement that a quote means: its own, as the requirement has them; the sentence that has most
     * of them; or all of a short requirement. Empty if nothing is meant.
     */
    public Optional<String> meant(String quote) {
        Optional<int[]> span = span(quote);
        if (span.isPresent()) {
            int[] found = span.get();
            return Optional.of(text.substring(places[found[0]], places[found[1] - 1] + 1));
        }
        Set<String> words = words(quote);
        Optional<String> closest = sentences().stream()
                .filter(sentence -> share(words, words(sentence)) >= SAME_SENTENCE)
                .max((one, other) -> Double.compare(share(words, words(one)), share(words, words(other))));
        if (closest.isPresent()) {
            return closest;
        }
        return words(text).size() <= SHORT_WORDS ? Optional.of(text.strip()) : Optional.empty();
    }

    private static double share(Set<String> words, Set<String> in) {
        return words.isEmpty() ? 0 : words.stream().filter(in::contains).count() / (double) words.size();
    }

    /** The sentences, list entries included, without lines of code and console sessions. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        boolean inFence = false;
        for (String line : text.split("\\R", -1)) {
            if (line.strip().startsWith("```")) {
                inFence = !inFence;
            } else if (!inFence
                    && !line.strip().startsWith("$ ")
                    && !line.strip().startsWith(">>>")) {
                for (String part : SENTENCE_END.split(LIST_MARK.matcher(line).replaceFirst(""), -1)) {
                    if (words(part).size() >= 2 || (part.codePointCount(0, part.length()) > 1 && isWide(part))) {
                        sentences.add(part.strip());
                    }
                }
            }
        }
        return sentences.isEmpty() && !text.isBlank() ? List.of(text.strip()) : sentences;
    }

    /** Whether it is of a script that has no blanks between words. */
    private static boolean isWide(String part) {
        return part.codePoints().anyMatch(Character::isIdeographic);
    }

    /** The sentences that no check serves. */
    public List<String> uncovered(List<AcceptanceCheck> checks) {
        List<int[]> quoted = checks.stream()
                .flatMap(check -> Arrays.stream(check.quote().split(AND_SERVES, -1)))
                .map(this::span)
                .flatMap(Optional::stream)
                .toList();
        List<String> uncovered = new ArrayList<>();
        for (String sentence : sentences()) {
            Optional<int[]> span = span(sentence);
            boolean covered = span.isEmpty()
                    || (!checks.isEmpty() && OF_THE_MEANS.containsAll(words(sentence)))
                    || quoted.stream().anyMatch(quote -> quote[0] < span.get()[1] && span.get()[0] < quote[1])
                    || introduces(sentence, checks)
                    || givesAnOutput(sentence, checks);
            if (!covered) {
                uncovered.add(sentence);
            }
        }
        return uncovered;
    }

    /** Whether a sentence only names the program that the checks run. */
    private static boolean introduces(String sentence, List<AcceptanceCheck> checks) {
        return words(sentence).size() <= SHORT_WORDS
                && new NamedFiles(sentence)
                        .programs().stream()
                                .anyMatch(program -> checks.stream()
                                        .flatMap(check -> check.steps().stream())
                                        .anyMatch(step -> step.run().contains(program)));
    }

    /** Whether a sentence has, word for word, what a check expects a command to print. */
    private static boolean givesAnOutput(String sentence, List<AcceptanceCheck> checks) {
        return checks.stream()
                .flatMap(check -> check.steps().stream())
                .map(CheckStep::output)
                .anyMatch(output -> output != null
                        && output.strip().length() >= TELLING_OUTPUT
                        && sentence.contains(output.strip()));
    }

    /** Whether these words stand in it, in this order. */
    public boolean says(String words) {
        return span(words).isPresent();
    }

    /** Whether this piece of text stands in it, character by character. */
    public boolean contains(String piece) {
        return text.contains(piece);
    }

    /** Whether a word of it starts so; lower case. */
    boolean mentions(String beginning) {
        return words(text).stream().anyMatch(word -> word.startsWith(beginning));
    }

    /** Whether it speaks of an argument, and of nothing that a program may read from standard input. */
    boolean wantsArgumentsOnly() {
        return mentions("argument") && !INPUT.matcher(text).find();
    }

    /** Whether a sentence that has this word also speaks of what is printed. */
    boolean saysWhatIsPrintedBy(String word) {
        return sentences().stream()
                .anyMatch(sentence -> words(sentence).contains(word)
                        && PRINTING.matcher(sentence).find());
    }

    /** Whether it speaks of anything that fails; in another script than ours it may. */
    boolean knowsFailure() {
        return FAILURE.matcher(text).find() || text.codePoints().anyMatch(c -> c > 0x24F && Character.isLetter(c));
    }

    /** Whether it speaks of a file or a folder, be it by a name; its own program is none. */
    boolean hasFiles() {
        return FILES.matcher(text).find();
    }

    /** Whether it says anything from which an order of lines may follow. */
    boolean asksForOrder() {
        return ORDER.matcher(text).find();
    }

    static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        for (String word : WORD.split(text.toLowerCase(Locale.ROOT), -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static String letters(String text) {
        return new RequirementText(text).letters;
    }
}
