package dev.mgx.team.role;

import dev.mgx.llm.FileBlock;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TokenEstimate;
import dev.mgx.packages.Lock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills a prompt within a token budget: required texts in full, other texts shortened in the middle to a share of the
 * budget, and last as many whole files as fit. The prompt mentions what was omitted. For one thread.
 */
public final class PromptBudget {
    /** The size of the sentence about omitted files, without their names. */
    private static final long NOTE_TOKENS = 40;

    /** How much shorter the texts become with each try, and when there is nothing more to gain. */
    private static final double SHORTENED = 0.85;

    private static final double LEAST_FACTOR = 0.1;

    private final PromptTemplate template;
    private final int tokens;
    private final Map<String, String> values = new HashMap<>();
    private final List<String> omitted = new ArrayList<>();
    private final List<SharedText> texts = new ArrayList<>();
    private final List<FileBlock> files = new ArrayList<>();
    private String filesPlaceholder = "files";
    private @Nullable Double temperature;

    private record SharedText(String placeholder, double share, String text) {}

    /** @param tokens the budget of the whole prompt */
    public PromptBudget(PromptTemplate template, int tokens) {
        this.template = template;
        this.tokens = tokens;
    }

    /** Fills a placeholder with a required text. */
    public PromptBudget whole(String placeholder, String text) {
        values.put(placeholder, text);
        return this;
    }

    /** Fills a placeholder with a text, shortened to that share of the budget, and further where all is too much. */
    public PromptBudget text(String placeholder, double share, String text) {
        texts.add(new SharedText(placeholder, share, text));
        return this;
    }

    /**
     * Fills a placeholder with as many files as fit, in this order, without the team's own manifest.
     *
     * @param order the paths in order; missing ones are skipped
     */
    public PromptBudget files(String placeholder, Map<String, String> content, Collection<String> order) {
        filesPlaceholder = placeholder;
        Set<String> locks = Lock.paths(content.keySet());
        for (String path : order) {
            String text = content.get(path);
            if (text != null && !path.equals(ProjectManifest.PATH) && !locks.contains(path)) {
                files.add(new FileBlock(path, text));
            }
        }
        return this;
    }

    /** Asks for words chosen this freely, 0 to 2. */
    public PromptBudget temperature(double how) {
        temperature = how;
        return this;
    }

    public FittedPrompt fitted() {
        fillTexts();
        long room = tokens - TokenEstimate.of(template.with(values));
        String all = files.stream().map(FileBlock::text).collect(Collectors.joining("\n\n"));
        if (TokenEstimate.of(all) + NOTE_TOKENS <= room) {
            values.put(filesPlaceholder, all);
        } else {
            values.put(filesPlaceholder, someFiles(room));
        }
        Prompt prompt = template.with(values);
        return new FittedPrompt(
                new Prompt(
                        prompt.role(),
                        prompt.system(),
                        prompt.user(),
                        prompt.answerSchema(),
                        prompt.answerTokens(),
                        temperature),
                List.copyOf(omitted));
    }

    /** Marks of quotation and required texts take room of their own, so that all shares together may be too much. */
    private void fillTexts() {
        double factor = 1;
        while (true) {
            for (SharedText each : texts) {
                values.put(each.placeholder(), Excerpt.of(each.text(), (long) (tokens * each.share() * factor)));
            }
            if (factor < LEAST_FACTOR || TokenEstimate.of(template.with(values)) <= tokens) {
                break;
            }
            factor *= SHORTENED;
        }
        for (SharedText each : texts) {
            if (!each.text().equals(values.get(each.placeholder()))) {
                omitted.add("a part of the " + each.placeholder().replace('_', ' '));
            }
        }
    }

    private String someFiles(long room) {
        List<String> paths = files.stream().map(FileBlock::path).toList();
        long left = room - NOTE_TOKENS - TokenEstimate.of(String.join(", ", paths));
        List<String> kept = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (FileBlock file : files) {
            long needed = TokenEstimate.of(file.text()) + 1;
            if (needed <= left) {
                kept.add(file.text());
                left -= needed;
            } else {
                missing.add(file.path());
            }
        }
        omitted.addAll(missing);
        kept.add("There are also these files, for which there is no room here: " + String.join(", ", missing));
        return String.join("\n\n", kept);
    }

    /** A follow-up prompt after an unusable answer, which is quoted as far as it fits. */
    public static Prompt correcting(Prompt prompt, String answer, String complaint, int tokens) {
        long room = tokens - TokenEstimate.of(prompt) - TokenEstimate.of(complaint) - NOTE_TOKENS;
        return PromptTemplate.correcting(prompt, Excerpt.of(answer, Math.max(NOTE_TOKENS, room)), complaint);
    }
}
