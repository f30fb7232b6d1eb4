package dev.mgx.team.check;

import dev.mgx.team.answer.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The examples that a requirement gives, as checks: {@code `roman.py 14` prints XIV}, {@code node add.js 2 3 -> 5}, and
 * sessions of a terminal whose commands begin with {@code $}. What is not beyond doubt is left to the tester.
 */
public final class Examples {
    private static final String VERB = "\\s*(?:(?:(?:should|must|will|shall|then)\\s+)?"
            + "(?:prints?|outputs?|gives?|returns?|shows?|writes?|displays?|yields?)|→|->|=>)\\s+(?:exactly\\s+)?";
    private static final String QUOTED = "(?:`([^`\\n]{1,200})`|\"([^\"\\n]{1,200})\"|“([^”\\n]{1,200})”)";
    /** A number or a word in capitals with nothing after it that it could belong to. */
    private static final String PLAIN =
            "([A-Z0-9-][A-Z0-9/%+:-]*(?:[.,][0-9]+)*)(?=[.,;:)!]*(?:\\s*$|\\s+(?:and|but|or|while)\\b|[.,;)]))";

    private static final Pattern IN_BACKTICKS =
            Pattern.compile("`([^`\\n]{1,200})`" + VERB + "(?:" + QUOTED + "|" + PLAIN + ")", Pattern.MULTILINE);
    /** {@code `greet.py Ann` prints Hello, Ann!}: words without quotation marks, up to where another command or a line begins. */
    private static final Pattern IN_WORDS = Pattern.compile(
            "`([^`\\n]{1,200})`" + VERB + "([A-Z][^`\"“\\n]{1,60}?)(?=,? (?:and|but|while) `|[,;] `|[ \\t]*$)",
            Pattern.MULTILINE);

    private static final Pattern IN_PROSE = Pattern.compile(
            "((?:\\b(?:python3?|node|java|sh)\\s+)?(?<![\\w/.-])[\\w/-]+\\.(?:py|js|mjs|java|sh)(?:[ \\t]+(?:\"[^\"\\n]{1,80}\"|'[^'\\n]{1,80}'|[^\\s,;`\"“']{1,40})){0,8}?)"
                    + VERB + "(?:" + QUOTED + "|" + PLAIN + ")",
            Pattern.MULTILINE);
    /** {@code For a file with the text "a b" it prints}, and then what it prints in lines of its own. */
    private static final Pattern DESCRIBED = Pattern.compile(
            "(?i)\\b(file|input)\\b[^.\\n\"“]{0,40}[\"“]([^\"”]{1,400})[\"”][^.\\n]{0,40}\\b(?:prints?|outputs?|gives|shows|is)\\b"
                    + "[^\\n.]{0,20}\\n\\s*\\n?((?:[^\\n]*\\S[^\\n]*(?:\\n|$))+)");

    private static final Pattern COMMAND_ON_FILE = Pattern.compile(
            "((?:\\b(?:python3?|node|java)\\s+)?(?<![\\w/.-])[\\w/-]+\\.(?:py|js|mjs|java)(?:[ \\t]+[a-z][\\w-]*){0,2})[ \\t]+<?(FILE|FILENAME|PATH)>?");

    private static final Set<String> PLACEHOLDERS = Set.of(
            "FILE",
            "FILENAME",
            "TEXT",
            "NUMBER",
            "N",
            "NAME",
            "PATH",
            "WORD",
            "WORDS",
            "INPUT",
            "OUTPUT",
            "ARGS",
            "DATE",
            "NUM",
            "INDEX",
            "ID",
            "VALUE",
            "AMOUNT",
            "X",
            "Y",
            "A",
            "B");
    private static final int MOST = 12;

    /** Of a command, in characters. */
    private static final int LONGEST = 1_000;

    private Examples() {}

    /** The examples in order, without ids. */
    public static List<AcceptanceCheck> in(RequirementText requirement) {
        List<AcceptanceCheck> checks = new ArrayList<>(sessions(requirement.text()));
        inline(requirement.text(), IN_BACKTICKS, checks);
        inWords(requirement.text(), checks);
        inline(requirement.text().replace("`", ""), IN_PROSE, checks);
        described(requirement.text(), checks);
        List<AcceptanceCheck> different = new ArrayList<>();
        for (AcceptanceCheck check : checks) {
            if (different.size() < MOST && different.stream().noneMatch(check::doesTheSameAs)) {
                different.add(check);
            }
        }
        return AcceptanceCheck.numbered(different);
    }

    private static void inline(String text, Pattern pattern, List<AcceptanceCheck> checks) {
        Matcher example = pattern.matcher(text);
        while (example.find()) {
            String output = Optional.ofNullable(example.group(2))
                    .or(() -> Optional.ofNullable(example.group(3)))
                    .or(() -> Optional.ofNullable(example.group(4)))
                    .or(() -> Optional.ofNullable(example.group(5)))
                    .orElse("");
            Optional<String> command = command(example.group(1));
            if (command.isPresent() && !output.isBlank() && !PLACEHOLDERS.contains(output)) {
                checks.add(AcceptanceCheck.of(
                        "C1", example.group(), List.of(), List.of(CheckStep.of(command.get(), output))));
            }
        }
    }

    /** Words are an output, and no description of one, where an argument of the command stands in them. */
    private static void inWords(String text, List<AcceptanceCheck> checks) {
        Matcher example = IN_WORDS.matcher(text);
        while (example.find()) {
            String output = example.group(2);
            Optional<String> command = command(example.group(1));
            boolean ends = !output.endsWith("."); // of the sentence, or of the output
            if (ends && command.isPresent() && hasAnArgumentOf(example.group(1), output)) {
                checks.add(AcceptanceCheck.of(
                        "C1", example.group(), List.of(), List.of(CheckStep.of(command.get(), output))));
            }
        }
    }

    private static boolean hasAnArgumentOf(String command, String output) {
        Set<String> words = new HashSet<>(List.of(output.split("[^\\p{L}\\p{N}]+")));
        return Arrays.stream(command.split("[\\s\"']+"))
                .skip(1)
                .anyMatch(word -> words.contains(word) && Character.isLetterOrDigit(word.codePointAt(0)));
    }

    /** An example whose input is a file or is typed in, for the command that the requirement writes with a placeholder. */
    private static void described(String text, List<AcceptanceCheck> checks) {
        Matcher command = COMMAND_ON_FILE.matcher(text.replace("`", ""));
        Matcher example = DESCRIBED.matcher(text);
        Optional<String> run = command.find() ? command(command.group(1)) : Optional.empty();
        while (example.find()) {
            boolean inFile = example.group(1).equalsIgnoreCase("file");
            String input = example.group(2);
            String output = example.group(3).stripIndent().strip();
            if (inFile && run.isPresent() && output.length() <= Require.LONGEST_TEXT) {
                checks.add(AcceptanceCheck.of(
                        "C1",
                        example.group(),
                        List.of(new CheckFile("example.txt", input + "\n")),
                        List.of(CheckStep.of(run.get() + " example.txt", output))));
            }
        }
    }

    /** The command as a shell understands it; empty if the text is no command, or has a placeholder. */
    private static Optional<String> command(String text) {
        String command = text.strip();
        if (command.length() > LONGEST) {
            return Optional.empty();
        }
        String first = command.split("\\s+", 2)[0];
        for (String word : command.split("\\s+", -1)) {
            if (PLACEHOLDERS.contains(word) || word.startsWith("<") || word.startsWith("[")) {
                return Optional.empty();
            }
        }
        if (NamedFiles.start(first).isPresent()) {
            return NamedFiles.start(first).map(start -> start + command.substring(first.length()));
        }
        boolean runtime = Set.of("python3", "python", "node", "java", "sh").contains(first);
        return runtime && !new NamedFiles(command).programs().isEmpty() ? Optional.of(command) : Optional.empty();
    }

    /** Lines that begin with {@code $} and what follows each until the next one, a blank line or the end of the code. */
    private static List<AcceptanceCheck> sessions(String text) {
        List<AcceptanceCheck> checks = new ArrayList<>();
        List<CheckStep> steps = new ArrayList<>();
        StringBuilder quote = new StringBuilder();
        List<String> lines = List.of(text.split("\\R", -1));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Optional<String> command = line.startsWith("$ ") ? command(line.substring(2)) : Optional.empty();
            if (command.isEmpty()) {
                if (!steps.isEmpty()) {
                    checks.add(session(quote, steps));
                    steps.clear();
                    quote.setLength(0);
                }
                continue;
            }
            int indent = lines.get(i).indexOf('$');
            StringBuilder output = new StringBuilder();
            quote.append(lines.get(i).strip()).append('\n');
            while (i + 1 < lines.size() && isOutput(lines.get(i + 1))) {
                String next = lines.get(++i);
                output.append(next.substring(Math.min(
                                indent, next.length() - next.stripLeading().length())))
                        .append('\n');
                quote.append(next.strip()).append('\n');
            }
            if (steps.size() < AcceptanceCheck.MOST_STEPS) {
                steps.add(
                        CheckStep.of(command.get(), output.length() > Require.LONGEST_TEXT ? null : output.toString()));
            }
        }
        if (!steps.isEmpty()) {
            checks.add(session(quote, steps));
        }
        return checks;
    }

    private static AcceptanceCheck session(StringBuilder quote, List<CheckStep> steps) {
        String words = Require.beginning(quote.toString().strip(), Require.LONGEST_SENTENCE);
        return AcceptanceCheck.of("C1", words, List.of(), List.copyOf(steps));
    }

    private static boolean isOutput(String line) {
        return !line.isBlank()
                && !line.strip().startsWith("$ ")
                && !line.strip().startsWith("```");
    }
}
