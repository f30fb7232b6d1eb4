package dev.mgx.team.check;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Mends what is mechanically wrong in a tester's checks, and nobody need be asked about.
 *
 * @param programs the paths of the files that the team writes
 * @param examples the requirement's own
 */
record CheckMender(RequirementText requirement, Set<String> programs, List<AcceptanceCheck> examples) {
    /**
     * The words that it serves as the requirement has them; no program of the team among its files; real line breaks; what
     * a command reads is there before it runs, and no file that nothing names; what a command says that only prepares the last
     * one is not compared.
     */
    AcceptanceCheck mended(AcceptanceCheck check) {
        List<CheckFile> read = check.files().isEmpty() ? filesRead(check) : List.of();
        List<CheckFile> files = Stream.concat(check.files().stream(), read.stream())
                .filter(file -> !programs.contains(file.path()) && (check.selfReported() || isUsed(file, check)))
                .map(file -> new CheckFile(file.path(), withLineBreaks(file.content())))
                .toList();
        String shown = check.steps().isEmpty() ? "" : subcommand(check.steps().getLast());
        List<CheckStep> steps = check.steps().stream()
                .map(step -> new CheckStep(
                        step.run().replaceFirst("^\\$\\s+", ""),
                        withLineBreaks(step.input()),
                        step.output() == null || (!shown.isEmpty() && prepares(step, shown))
                                ? null
                                : withLineBreaks(step.output()),
                        succeedsInFact(step) ? 0 : step.exitCode(),
                        step.files().stream()
                                .filter(file -> !read.contains(file))
                                .toList()))
                .toList();
        String quote = requirement.meant(check.quote()).orElse("");
        String sentence = check.selfReported() ? check.check() : "";
        return new AcceptanceCheck(check.id(), quote, sentence, files, steps, check.selfReported());
    }

    /**
     * Whether anything names a file: the requirement, at least by its kind, or a command. Testers invent a name for the file
     * in which, as the requirement says without one, a program keeps its data.
     */
    private boolean isUsed(CheckFile file, AcceptanceCheck check) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        String folder =
                file.path().contains("/") ? file.path().substring(0, file.path().indexOf('/') + 1) : name;
        String kind = name.contains(".") ? name.substring(name.lastIndexOf('.')) : name;
        return !requirement.hasFiles()
                || requirement.contains(kind)
                || check.steps().stream()
                        .map(step -> step.run() + "\n" + step.input())
                        .anyMatch(typed -> typed.contains(name) || typed.contains(folder) || typed.contains("*"));
    }

    /** A command that must print several lines, of a requirement that knows no failure: the exit code was a mistake. */
    private boolean succeedsInFact(CheckStep step) {
        String output = step.output();
        return step.mustFail()
                && !step.isRequest()
                && output != null
                && withLineBreaks(output.strip()).contains("\n")
                && !requirement.knowsFailure();
    }

    /**
     * The commands of a check but those of which an example of the requirement says something else: what a command gives
     * in a fresh folder, or in any, if only arguments count.
     */
    List<CheckStep> withoutContradictions(AcceptanceCheck check) {
        if (!check.files().isEmpty() || check.selfReported()) {
            return check.steps();
        }
        Verdict verdict = new Verdict(requirement);
        return IntStream.range(0, check.steps().size())
                .filter(i -> (i > 0 && !requirement.wantsArgumentsOnly())
                        || examples.stream()
                                .filter(example -> example.files().isEmpty()
                                        && example.steps().size() == 1)
                                .map(example -> example.steps().getFirst())
                                .noneMatch(example -> example.isSameCommandAs(
                                                check.steps().get(i))
                                        && contradict(example, check.steps().get(i), verdict)))
                .mapToObj(i -> check.steps().get(i))
                .toList();
    }

    private static boolean contradict(CheckStep example, CheckStep step, Verdict verdict) {
        String expected = example.output();
        String output = step.output();
        return step.mustFail() != example.mustFail()
                || (expected != null && output != null && !verdict.sameOutput(expected, output));
    }

    /**
     * Whether it is of another subcommand than the one at which a check ends: testers invent what {@code add} says, where
     * the requirement only says what {@code list} then shows.
     */
    private boolean prepares(CheckStep step, String shown) {
        String own = subcommand(step);
        return !step.mustFail()
                && !own.isEmpty()
                && !own.equals(shown)
                && !requirement.saysWhatIsPrintedBy(own.toLowerCase(Locale.ROOT));
    }

    /** The program's first argument, if it is a word that the requirement has; or empty. */
    private String subcommand(CheckStep step) {
        return new ShellCommands(step.run())
                .after(word -> isProgram(word, programs)).stream()
                        .findFirst()
                        .filter(word -> word.chars().allMatch(Character::isLetter)
                                && requirement.mentions(word.toLowerCase(Locale.ROOT)))
                        .orElse("");
    }

    /**
     * Files that a tester put among those that are there afterwards although the first command can only read them: it has
     * their names, and prints something or fails.
     */
    private static List<CheckFile> filesRead(AcceptanceCheck check) {
        if (check.steps().isEmpty()) {
            return List.of();
        }
        CheckStep first = check.steps().getFirst();
        boolean reads =
                first.mustFail() || (first.output() != null && !first.output().isBlank());
        return first.files().stream()
                .filter(file -> reads
                        && new ShellCommands(first.run()).after(word -> true).contains(file.path()))
                .toList();
    }

    /** Small models write a line break as a backslash and an n. */
    private static String withLineBreaks(String text) {
        return text.contains("\n") ? text : text.replace("\\n", "\n");
    }

    /** Whether a word of a command is one of these programs. */
    static boolean isProgram(String word, Set<String> programs) {
        String plain = word.startsWith("./") ? word.substring(2) : word;
        return programs.contains(plain);
    }
}
