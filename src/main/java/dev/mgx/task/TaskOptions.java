package dev.mgx.task;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options of a task; null means the server's default.
 *
 * @param maxDurationSeconds time limit of a run, at least 1
 * @param maxCostUsd maximum cost of model calls, at least 0
 * @param maxTokens maximum number of input and output tokens together, at least 1
 * @param requirePlanApproval whether the plan must be approved by a person
 * @param model the model for every role
 * @param packageApproval {@code auto}: the team chooses packages; {@code ask}: a plan that names some must be approved by a
 *     person; {@code off}: the standard library only
 * @param team {@code solo}: one engineer who acts and looks until the checks pass; {@code full}: an architect, engineers and a
 *     debugger, each with a part; {@code auto}: as the server finds best
 * @param source {@code upload}: the task changes an existing project, which is uploaded before its first run; null: it
 *     begins with nothing
 * @param testCommand the command that tests the existing project, one line; null where it is to be found out
 */
public record TaskOptions(
        @Nullable Integer maxDurationSeconds,
        @Nullable BigDecimal maxCostUsd,
        @Nullable Long maxTokens,
        @Nullable Boolean requirePlanApproval,
        @Nullable String model,
        @Nullable String packageApproval,
        @Nullable String team,
        @Nullable String source,
        @Nullable String testCommand) {

    /** The source that is uploaded, the only one there is. */
    public static final String UPLOAD = "upload";

    private static final int MAX_TEST_COMMAND = 1_000;

    private static final Set<String> PACKAGE_APPROVALS = Set.of("auto", "ask", "off");

    private static final Set<String> TEAMS = Set.of("auto", "solo", "full");

    public static final TaskOptions DEFAULT = new TaskOptions(null, null, null, null, null, null, null);

    /** Options of a task without an existing project. */
    public TaskOptions(
            @Nullable Integer maxDurationSeconds,
            @Nullable BigDecimal maxCostUsd,
            @Nullable Long maxTokens,
            @Nullable Boolean requirePlanApproval,
            @Nullable String model,
            @Nullable String packageApproval,
            @Nullable String team) {
        this(maxDurationSeconds, maxCostUsd, maxTokens, requirePlanApproval, model, packageApproval, team, null, null);
    }

    /** Options of a task that leaves the team to the server. */
    public TaskOptions(
            @Nullable Integer maxDurationSeconds,
            @Nullable BigDecimal maxCostUsd,
            @Nullable Long maxTokens,
            @Nullable Boolean requirePlanApproval,
            @Nullable String model,
            @Nullable String packageApproval) {
        this(maxDurationSeconds, maxCostUsd, maxTokens, requirePlanApproval, model, packageApproval, null);
    }

    public TaskOptions {
        if (maxDurationSeconds != null && maxDurationSeconds < 1) {
            throw new IllegalArgumentException("max_duration_seconds must be at least 1, was " + maxDurationSeconds);
        }
        if (maxCostUsd != null && maxCostUsd.signum() < 0) {
            throw new IllegalArgumentException("max_cost_usd must not be negative, was " + maxCostUsd);
        }
        if (maxTokens != null && maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, was " + maxTokens);
        }
        if (packageApproval != null && !PACKAGE_APPROVALS.contains(packageApproval)) {
            throw new IllegalArgumentException("package_approval must be auto, ask or off, was " + packageApproval);
        }
        if (team != null && !TEAMS.contains(team)) {
            throw new IllegalArgumentException("team must be auto, solo or full, was " + team);
        }
        if (source != null && !source.equals(UPLOAD)) {
            throw new IllegalArgumentException("source must be upload, was " + source);
        }
        if (testCommand != null && !isCommand(testCommand)) {
            throw new IllegalArgumentException(
                    "test_command must be one line of 1 to %d characters".formatted(MAX_TEST_COMMAND));
        }
    }

    private static boolean isCommand(String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= MAX_TEST_COMMAND
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    /** These options, overridden by those set in {@code given}. */
    public TaskOptions replacedBy(TaskOptions given) {
        return new TaskOptions(
                given.maxDurationSeconds == null ? maxDurationSeconds : given.maxDurationSeconds,
                given.maxCostUsd == null ? maxCostUsd : given.maxCostUsd,
                given.maxTokens == null ? maxTokens : given.maxTokens,
                given.requirePlanApproval == null ? requirePlanApproval : given.requirePlanApproval,
                given.model == null ? model : given.model,
                given.packageApproval == null ? packageApproval : given.packageApproval,
                given.team == null ? team : given.team,
                given.source == null ? source : given.source,
                given.testCommand == null ? testCommand : given.testCommand);
    }

    /** Whether one engineer is to do it alone. */
    public boolean isSolo() {
        return "solo".equals(team);
    }

    /** Whether the task changes an existing project. */
    public boolean hasSource() {
        return source != null;
    }

    /** Whether packages may be used. */
    public boolean allowsPackages() {
        return !"off".equals(packageApproval);
    }

    /** Whether a plan that names packages must be approved by a person. */
    public boolean asksForPackages() {
        return "ask".equals(packageApproval);
    }

    /** Whether every plan must be approved by a person. */
    public boolean asksForApproval() {
        return Boolean.TRUE.equals(requirePlanApproval);
    }
}
