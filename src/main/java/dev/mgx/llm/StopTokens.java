package dev.mgx.llm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words with which model families end a turn, which a server with the wrong chat template sends as text: they are
 * left out at the end of an answer, with the turn of somebody else that a model then invents.
 */
public final class StopTokens {
    private static final Pattern NEXT_TURN = Pattern.compile(
            "<\\|im_end\\|>\\s{0,9}<\\|im_start\\|>|<\\|eot_id\\|>\\s{0,9}<\\|start_header_id\\|>|<end_of_turn>\\s{0,9}<start_of_turn>"
                    + "|<\\|end\\|>\\s{0,9}<\\|(?:user|assistant|system)\\|>");

    private static final Pattern LAST = Pattern.compile(
            "(?:<\\|(?:im_end|im_start|endoftext|end_of_text|eot_id|eom_id|end|return|endofprompt|eos)\\|>|</s>|<end_of_turn>|<eos>|<\\|END_OF_TURN_TOKEN\\|>"
                    + "|<｜end▁of▁sentence｜>|<\\[end\\]>|\\[/INST\\]|\\[EOS\\])\\s*\\z");

    private static final int LONGEST = 64;

    private StopTokens() {}

    /** The text without them. */
    public static String leftOutOf(String text) {
        Matcher next = NEXT_TURN.matcher(text);
        String left = next.find() ? text.substring(0, next.start()) : text;
        while (true) {
            String stripped = left.stripTrailing();
            Matcher last = LAST.matcher(left);
            last.region(Math.max(0, stripped.length() - LONGEST), left.length());
            if (!last.find()) {
                return left;
            }
            left = left.substring(0, last.start());
        }
    }
}
