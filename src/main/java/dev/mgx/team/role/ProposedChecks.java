package dev.mgx.team.role;

import dev.mgx.team.answer.MalformedAnswer;
import dev.mgx.team.answer.Require;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckFile;
import dev.mgx.team.check.CheckStep;
import dev.mgx.team.check.RequestLine;
import dev.mgx.team.check.TestFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks as a tester proposes them, before they are held against the requirement. */
public record ProposedChecks(List<ProposedCheck> checks) {
    private static final int MOST_PROPOSED = 30;
    private static final int HIGHEST_CODE = 255;

    /** What some write for test code. */
    private static final Pattern COMMAND =
            Pattern.compile("(?:\\$ )?(?:node|python3?|java|sh|bash|npm|npx|cat|echo) [\\w./'\"-]+(?: |\\n|$)");

    /**
     * A check as proposed.
     *
     * @param id of the check that it replaces; null for a new one
     * @param test test code for what no command can show; then there are no steps
     */
    public record ProposedCheck(
            @Nullable String id, String quote, List<CheckFile> files, List<ProposedStep> steps, String test) {
        public ProposedCheck {
            quote = Require.sentence("checks.quote", quote);
            files = Require.list("checks.files", files);
            steps = Require.list("checks.steps", steps);
            test = Require.optional("checks.test", test);
        }

        /** The check; empty if it has nothing to run. */
        Optional<AcceptanceCheck> check(String newId, String language) {
            String body = test.strip();
            if (startsTestCodeThatIsMissing()) {
                return Optional.empty();
            }
            if (steps.isEmpty() && !body.isEmpty() && !COMMAND.matcher(body).lookingAt()) {
                return TestFrame.around(body, language)
                        .map(frame -> new AcceptanceCheck(
                                newId, quote, sentence(body), plus(frame.file()), List.of(frame.step()), true));
            }
            return steps.isEmpty()
                    ? Optional.empty()
                    : Optional.of(AcceptanceCheck.of(
                            newId,
                            quote,
                            files,
                            steps.stream().map(ProposedStep::step).toList()));
        }

        private boolean startsTestCodeThatIsMissing() {
            return TestFrame.paths().stream()
                    .anyMatch(path -> steps.stream().anyMatch(step -> step.run().contains(path))
                            && files.stream().noneMatch(file -> file.path().equals(path)));
        }

        /** The remark with which the code begins, if it does. */
        private static String sentence(String body) {
            String first = body.lines().findFirst().orElse("").strip();
            String remark =
                    first.startsWith("//") ? first.substring(2) : first.startsWith("#") ? first.substring(1) : "";
            return remark.isBlank() ? "What the test code asserts" : remark.strip();
        }

        private List<CheckFile> plus(CheckFile file) {
            List<CheckFile> all = new ArrayList<>(files);
            all.add(file);
            return all;
        }
    }

    /**
     * A step as proposed; every part may be missing but the command.
     *
     * @param files not asked for, as {@code cat} shows a file; taken where a tester names them all the same
     */
    public record ProposedStep(
            String run,
            String input,
            @Nullable String output,
            @Nullable Integer exitCode,
            List<CheckFile> files) {
        public ProposedStep {
            run = Require.text("steps.run", run);
            input = Require.optional("steps.input", input);
            output = output == null ? null : Require.optional("steps.output", output);
            files = Require.list("steps.files", files);
        }

        private CheckStep step() {
            boolean command = RequestLine.of(run).isEmpty();
            int code = exitCode == null || (command && (exitCode < 0 || exitCode > HIGHEST_CODE)) ? 0 : exitCode;
            return new CheckStep(run, input, output, code, files);
        }
    }

    public ProposedChecks {
        checks = Require.list("checks", checks);
        Require.that(checks.size() <= MOST_PROPOSED, "\"checks\" has more than %d elements".formatted(MOST_PROPOSED));
    }

    /**
     * The checks that have something to run, numbered. One that is malformed does not cost the others.
     *
     * @param language of test code: {@code py}, {@code js} or {@code java}
     */
    public List<AcceptanceCheck> runnable(String language) {
        List<AcceptanceCheck> runnable = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        for (ProposedCheck check : checks) {
            try {
                check.check("C1", language).ifPresent(runnable::add);
            } catch (MalformedAnswer e) {
                unusable.add(String.valueOf(e.getMessage()));
            }
        }
        Require.that(!runnable.isEmpty() || unusable.isEmpty(), String.join("; ", unusable));
        return AcceptanceCheck.numbered(runnable);
    }
}
