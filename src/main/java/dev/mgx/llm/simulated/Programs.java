package dev.mgx.llm.simulated;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Which program answers which requirement. */
final class Programs {
    private static final Pattern TODO =
            Pattern.compile("\\bto-?dos?\\b|\\bto do (list|app|manager|tracker)|\\btasks? (list|manager|tracker)|\\btasks\\b|checklist");

    private Programs() {}

    static Program matching(String text) {
        Requirement requirement = new Requirement(text);
        return requirement.mentions(TODO) ? todo(requirement) : new RecordKeeper(requirement).program();
    }

    private static Program todo(Requirement requirement) {
        return new Program("todo", says(requirement, Map.of(
                "says_add", "\\badd|creat|new",
                "says_list", "\\blist|show|see",
                "says_done", "done|finish|complete|tick|check",
                "says_kept", "persist|file|sav|keep|kept|stor",
                "says_anything", "error|wrong|message")));
    }

    /** For each name the sentence of the requirement that its pattern is found in. */
    private static Map<String, String> says(Requirement requirement, Map<String, String> patterns) {
        Map<String, String> says = new HashMap<>();
        patterns.forEach((name, pattern) -> says.put(name, requirement.sentence(Pattern.compile(pattern))));
        return says;
    }
}
