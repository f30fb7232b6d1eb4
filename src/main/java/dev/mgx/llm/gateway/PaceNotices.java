package dev.mgx.llm.gateway;

import dev.mgx.llm.InWords;
import dev.mgx.llm.Model;
import dev.mgx.task.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the time limits mean at the speed of a model, and which it cannot keep, each with its setting. */
record PaceNotices(ModelGateway gateway, Model model, TaskOptions options) {

    /** Sentences without a full stop; none where the speed is not known. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        Double written = model.profile().writtenPerSecond();
        if (written != null) {
            addRun(sentences, written);
            addCall(sentences, written);
        }
        Double read = model.profile().readPerSecond();
        if (read != null) {
            addFirstToken(sentences, read);
        }
        return sentences;
    }

    private void addRun(List<String> sentences, double written) {
        Integer own = options.maxDurationSeconds();
        Duration limit = own == null ? gateway.limits().runTime() : Duration.ofSeconds(own);
        if (limit != null) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "The model writes about %s tokens a second: the limit of %s is about %,d tokens (%s)",
                    speed(written),
                    InWords.of(limit),
                    rounded(written * limit.toMillis() / 1000),
                    own == null ? "MGX_MAX_TASK_DURATION" : "max_duration_seconds"));
        }
    }

    /** A limit that nobody set is fitted to the model, and needs no words. */
    private void addCall(List<String> sentences, double written) {
        CallDeadlines deadlines = gateway.limits().deadlines();
        int longest = gateway.window(model).answerTokens();
        double within = written * deadlines.total().toMillis() / 1000;
        if (deadlines.totalFixed() && within < longest) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "An answer of more than about %,d tokens does not fit into the %s of one call (MGX_LLM_CALL_TIMEOUT)",
                    rounded(within),
                    InWords.of(deadlines.total())));
        }
    }

    private void addFirstToken(List<String> sentences, double read) {
        CallDeadlines deadlines = gateway.limits().deadlines();
        int longest = gateway.window(model).promptTokens();
        Duration reading = CallDeadlines.reading(model.profile(), longest);
        if (deadlines.firstTokenFixed() && reading.compareTo(deadlines.firstToken()) > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "It reads about %s tokens a second: a prompt that fills its window (%,d tokens) takes %s, longer than the %s until the first token (MGX_LLM_FIRST_TOKEN_TIMEOUT)",
                    speed(read),
                    longest,
                    InWords.of(Duration.ofSeconds(Math.max(1, reading.toSeconds()))),
                    InWords.of(deadlines.firstToken())));
        }
    }

    private static String speed(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%.0f", perSecond);
    }

    /** To two digits: it is an estimate. */
    private static long rounded(double tokens) {
        long unit = 1;
        while (tokens / unit >= 100) {
            unit *= 10;
        }
        return Math.round(tokens / unit) * unit;
    }
}
