package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Holds a tester's checks against the requirement: what is mechanically wrong is mended first, what the requirement does not
 * ask for is dropped, twins are merged, and checks that prove nothing are named.
 *
 * @param programs the paths of the files that the team writes
 * @param runs whether a program of this name can be run in the sandbox
 * @param listens whether requests can be sent to the program
 */
public record CheckFilter(RequirementText requirement, Set<String> programs, Predicate<String> runs, boolean listens) {
    /** For a program that does not listen. */
    public CheckFilter(RequirementText requirement, Set<String> programs, Predicate<String> runs) {
        this(requirement, programs, runs, false);
    }

    private static final Pattern OPTION = Pattern.compile("--?[A-Za-z][\\w-]*(?:=.*)?");
    private static final Pattern OF_ERRORS = Pattern.compile(
            "(?i)error|fail|\\bexit|valid|wrong|refus|reject|missing|\\bno\\b|\\bnot\\b|n't\\b|cannot|unknown|stderr|illegal|otherwise"
                    + "|\\belse\\b|\\bonly\\b|\\bmust\\b|empty|without|nothing|unless|complain|denied|forbid|limit|at (?:most|least)"
                    + "|positive|between");

    private static final Set<String> FORMATS = Set.of("json", "csv", "xml", "yaml", "yml", "html", "markdown", "toml");

    /**
     * The checks that stand.
     *
     * @param checks numbered
     * @param dropped a sentence for each that does not stand
     * @param provingNothing those that would pass for a program that does nothing
     */
    public record Held(List<AcceptanceCheck> checks, List<String> dropped, List<AcceptanceCheck> provingNothing) {}

    /**
     * Holds proposed checks against the requirement.
     *
     * @param certain checks that stand anyway, the requirement's own examples
     * @param proposed the tester's
     * @param last whether a twin serves its words too, as no other check will come for them
     */
    public Held held(List<AcceptanceCheck> certain, List<AcceptanceCheck> proposed, boolean last) {
        Verdict verdict = new Verdict(requirement);
        CheckMender mender = new CheckMender(requirement, programs, Examples.in(requirement));
        List<AcceptanceCheck> kept = new ArrayList<>(certain);
        List<String> dropped = new ArrayList<>();
        List<AcceptanceCheck> provingNothing = new ArrayList<>();
        for (AcceptanceCheck each : proposed) {
            AcceptanceCheck check = mender.mended(each);
            List<CheckStep> sound = mender.withoutContradictions(check);
            Optional<String> flaw = sound.isEmpty()
                    ? Optional.of("it contradicts an example of the requirement")
                    : flaw(check.withSteps(sound));
            check = sound.isEmpty() ? check : check.withSteps(sound);
            if (flaw.isPresent()) {
                dropped.add("%s was dropped: %s".formatted(check.check(), flaw.get()));
            } else if (verdict.provesNothing(check)) {
                provingNothing.add(check);
            } else if (!merged(check, kept, last) && kept.size() < AcceptanceCheck.MOST_CHECKS) {
                kept.add(check);
            }
        }
        return new Held(AcceptanceCheck.numbered(kept), dropped, provingNothing);
    }

    private Optional<String> flaw(AcceptanceCheck check) {
        if (check.quote().isBlank()) {
            return Optional.of("it serves no words of the requirement");
        }
        if (!usesTheProgram(check)) {
            return Optional.of("it does not run the program");
        }
        if (isOfUsage(check) && !speaksOfErrors(check.quote())) {
            return Optional.of("its words speak of no error");
        }
        if (!check.files().isEmpty()
                && !check.selfReported()
                && requirement.wantsArgumentsOnly()
                && !requirement.hasFiles()) {
            return Optional.of("the requirement has arguments, and no files");
        }
        for (CheckStep step : check.steps()) {
            if (step.isRequest()) {
                if (!listens) {
                    return Optional.of("it sends a request, and the program does not listen");
                }
                continue;
            }
            ShellCommands line = new ShellCommands(step.run());
            for (String program : line.programs()) {
                if (!runs.test(program)) {
                    return Optional.of("there is no %s in the sandbox".formatted(program));
                }
            }
            if (!step.input().isBlank() && requirement.wantsArgumentsOnly()) {
                return Optional.of("the requirement has arguments, and nothing that is typed in");
            }
            for (String word : line.after(word -> CheckMender.isProgram(word, programs))) {
                if (OPTION.matcher(word).matches() && !requirement.contains(word.replaceFirst("=.*", ""))) {
                    return Optional.of("the requirement has no option %s".formatted(word));
                }
                if (FORMATS.contains(word.toLowerCase(Locale.ROOT))
                        && !requirement.mentions(word.toLowerCase(Locale.ROOT))) {
                    return Optional.of("the requirement does not ask for %s".formatted(word));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether it only shows that the program fails where it is given nothing at all. */
    private boolean isOfUsage(AcceptanceCheck check) {
        return !check.steps().isEmpty()
                && check.steps().stream()
                        .allMatch(step -> step.mustFail()
                                && step.input().isBlank()
                                && new ShellCommands(step.run())
                                        .after(word -> CheckMender.isProgram(word, programs))
                                        .isEmpty());
    }

    /** Whether words may mean that something fails; those of other scripts may always. */
    private static boolean speaksOfErrors(String words) {
        return OF_ERRORS.matcher(words).find()
                || words.codePoints().anyMatch(each -> each > 0x24F && Character.isLetter(each));
    }

    private boolean usesTheProgram(AcceptanceCheck check) {
        String all = check.selfReported()
                ? check.files().stream().map(CheckFile::content).collect(Collectors.joining("\n"))
                : check.steps().stream().map(CheckStep::run).collect(Collectors.joining("\n"));
        return check.steps().stream().anyMatch(CheckStep::isRequest)
                || programs.stream().anyMatch(path -> all.contains(path) || all.contains(stem(path)));
    }

    private static String stem(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 2 ? name.substring(0, dot) : name;
    }

    /** Whether a check that does the same was there, or several that do all of it. */
    private static boolean merged(AcceptanceCheck check, List<AcceptanceCheck> kept, boolean last) {
        Optional<AcceptanceCheck> twin = kept.stream()
                .filter(other -> asksTheSame(other, check)
                        || (isShown(check, kept) && shows(other, check.steps().getLast())))
                .findFirst();
        twin.filter(other -> last && !other.quote().contains(check.quote()))
                .ifPresent(other -> kept.set(
                        kept.indexOf(other),
                        other.withQuote(other.quote() + RequirementText.AND_SERVES + check.quote())));
        return twin.isPresent();
    }

    /** Whether two checks do the same; where they then expect different things, the first one stands. */
    private static boolean asksTheSame(AcceptanceCheck one, AcceptanceCheck other) {
        return plain(one.files()).equals(plain(other.files()))
                && one.steps().size() == other.steps().size()
                && IntStream.range(0, one.steps().size())
                        .allMatch(i ->
                                one.steps().get(i).isSameCommandAs(other.steps().get(i)));
    }

    /** Whether each command of a check is one of another's already, which expects the same of it. */
    private static boolean isShown(AcceptanceCheck check, List<AcceptanceCheck> kept) {
        return check.files().isEmpty()
                && !check.steps().isEmpty()
                && check.steps().stream().allMatch(step -> kept.stream().anyMatch(other -> shows(other, step)));
    }

    private static boolean shows(AcceptanceCheck check, CheckStep step) {
        return check.files().isEmpty()
                && check.steps().stream()
                        .anyMatch(each -> each.isSameCommandAs(step)
                                && Objects.equals(each.output(), step.output())
                                && each.mustFail() == step.mustFail()
                                && each.files().equals(step.files()));
    }

    /** Files as they are compared: whether the last line ends does not matter. */
    private static List<CheckFile> plain(List<CheckFile> files) {
        return files.stream()
                .map(file -> new CheckFile(file.path(), file.content().stripTrailing()))
                .toList();
    }
}
