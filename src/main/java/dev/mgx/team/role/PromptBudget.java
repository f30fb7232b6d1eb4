package dev.mgx.team.role;

import dev.mgx.llm.FileBlock;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TokenEstimate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Fills a prompt with as much of its material as the model's window has room for: what must be there whole, texts
 * cut in their middle to a share of the window, and files, which come last and whole, as many as there is room
 * for. What is left out is said in the prompt. For one thread.
 */
public final class PromptBudget {
    /** What the sentence about files that are left out takes up beside their names. */
    private static final long NOTE_TOKENS = 40;

    private final PromptTemplate template;
    private final int tokens;
    private final Map<String, String> values = new HashMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<FileBlock> files = new ArrayList<>();
    private String filesPlace = "files";

    /** @param tokens that the whole prompt may have */
    public PromptBudget(PromptTemplate template, int tokens) {
        this.template = template;
        this.tokens = tokens;
    }

    /** Fills a place with what must be there. */
    public PromptBudget whole(String place, String text) {
        values.put(place, text);
        return this;
    }

    /** Fills a place with a text, or as much of it as that share of the window has room for. */
    public PromptBudget text(String place, double share, String text) {
        String kept = Excerpt.of(text, (long) (tokens * share));
        if (!kept.equals(text)) {
            leftOut.add("a part of the " + place.replace('_', ' '));
        }
        values.put(place, kept);
        return this;
    }

    /**
     * Fills a place with files, in this order, as far as there is room. The team's own manifest is not among them.
     *
     * @param order the paths; those that there are not are passed over
     */
    public PromptBudget files(String place, Map<String, String> content, Collection<String> order) {
        filesPlace = place;
        for (String path : order) {
            String text = content.get(path);
            if (text != null && !path.equals(ProjectManifest.PATH)) {
                files.add(new FileBlock(path, text));
            }
        }
        return this;
    }

    public FittedPrompt fitted() {
        long room = tokens - TokenEstimate.of(template.with(values));
        String all = files.stream().map(FileBlock::text).collect(Collectors.joining("\n\n"));
        if (TokenEstimate.of(all) + NOTE_TOKENS <= room) {
            values.put(filesPlace, all);
        } else {
            values.put(filesPlace, someFiles(room));
        }
        return new FittedPrompt(template.with(values), List.copyOf(leftOut));
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
        leftOut.addAll(missing);
        kept.add("There are also these files, for which there is no room here: " + String.join(", ", missing));
        return String.join("\n\n", kept);
    }

    /** The same work once more, after an answer that could not be used, of which as much is shown as there is room for. */
    public static Prompt correcting(Prompt prompt, String answer, String complaint, int tokens) {
        long room = tokens - TokenEstimate.of(prompt) - TokenEstimate.of(complaint) - NOTE_TOKENS;
        return PromptTemplate.correcting(prompt, Excerpt.of(answer, Math.max(NOTE_TOKENS, room)), complaint);
    }
}
