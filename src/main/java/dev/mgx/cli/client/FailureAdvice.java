package dev.mgx.cli.client;

import dev.mgx.task.ErrorType;

/**
 * Why a run failed in a few words, and what helps.
 *
 * @param label what failed
 * @param advice what to do about it, as a sentence
 */
public record FailureAdvice(String label, String advice) {
    public static FailureAdvice of(ErrorType type) {
        return switch (type) {
            case DEADLINE -> new FailureAdvice("Out of time", "Resume it with a larger time limit.");
            case BUDGET -> new FailureAdvice("Out of budget", "Resume it with a larger budget.");
            case CHECKS_FAILED ->
                new FailureAdvice("Checks failed", "Say what is wrong, or resume it with another model.");
            case PLAN_REFUSED ->
                new FailureAdvice("Plan not approved", "Run it anew, with what the requirement was missing.");
            case MODEL_UNREACHABLE ->
                new FailureAdvice("Model not reached", "Resume it later; 'mgx doctor' says whether the model answers.");
            case MODEL_REFUSED ->
                new FailureAdvice("Model refused", "Resume it with another model, or give the server another key.");
            case SANDBOX ->
                new FailureAdvice("Sandbox failed", "'mgx doctor' on the server says what the sandbox is missing.");
            case STORAGE ->
                new FailureAdvice("Storage failed", "The server's log says why; resume it when that is mended.");
            case INTERNAL ->
                new FailureAdvice("Internal error", "The server's log says more; resume it to try the step again.");
        };
    }
}
