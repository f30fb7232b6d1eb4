package dev.mgx.simulated;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Chooses the program for a requirement. */
final class Programs {
    private static final Pattern TODO = Pattern.compile(
            "\\bto-?dos?\\b|\\bto do (list|app|manager|tracker)|\\btasks? (list|manager|tracker)|\\btasks\\b|checklist");

    private static final Pattern CONVERTER = Pattern.compile("\\bunits? convert|\\bconvert(er|s|ing)?\\b.*\\bunits?\\b"
            + "|\\bconvert(er|s)?\\b.*\\b(miles|km|celsius|fahrenheit|pounds|inches|length|temperatures?)\\b");
    private static final Pattern QUIZ = Pattern.compile("\\b(quiz|trivia)\\b");
    private static final Pattern LANDING = Pattern.compile("\\b(landing page|web ?page|home ?page|web ?site)\\b");
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private Programs() {}

    static KnownProgram matching(String text) {
        Requirement requirement = new Requirement(text);
        if (requirement.mentions(TODO)) {
            return todo(requirement);
        }
        if (requirement.mentions(CONVERTER)) {
            return new KnownProgram("converter", Map.of("says_anything", requirement.sentence(CONVERTER)));
        }
        if (requirement.mentions(QUIZ)) {
            return quiz(requirement);
        }
        return requirement.mentions(LANDING) ? landing(requirement) : new RecordKeeper(requirement).program();
    }

    private static KnownProgram quiz(Requirement requirement) {
        String topic = requirement.after(Pattern.compile("\\b(about|on)\\b")).plain();
        boolean planets = topic.matches(".*\\b(planets?|solar system|space|astronomy)\\b.*");
        boolean capitals = topic.matches(".*\\b(capitals?|countries|geography)\\b.*");
        String right = planets ? "bacabc" : capitals ? "bacbca" : "abcbca";
        return new KnownProgram(
                "quiz",
                Map.of(
                        "topic", planets ? "planets" : capitals ? "capitals" : "general knowledge",
                        "topic_file",
                                planets ? "Planets.java.txt" : capitals ? "Capitals.java.txt" : "General.java.txt",
                        "right", typed(right),
                        "wrong",
                                typed(right.replaceAll("[bc]", "A")
                                        .replace('a', 'b')
                                        .replace('A', 'a')),
                        "right_first", right.substring(0, 1),
                        "says_anything", requirement.sentence(QUIZ)));
    }

    /** Letters as a player types them, one on each line. */
    private static String typed(String letters) {
        return letters.replaceAll("(.)", "$1\n");
    }

    private static KnownProgram landing(Requirement requirement) {
        Words named = requirement.after(Pattern.compile("\\b(page|site|website|homepage)\\s+(for|of|about)\\b"));
        String name = named.isEmpty() ? "our place" : named.plain();
        return new KnownProgram("landing", Map.of("name", name, "says_anything", requirement.sentence(NOTHING)));
    }

    private static KnownProgram todo(Requirement requirement) {
        return new KnownProgram(
                "todo",
                says(
                        requirement,
                        Map.of(
                                "says_add", "\\badd|creat|new",
                                "says_list", "\\blist|show|see",
                                "says_done", "done|finish|complete|tick|check",
                                "says_kept", "persist|file|sav|keep|kept|stor",
                                "says_anything", "error|wrong|message")));
    }

    /** Maps each name to the sentence of the requirement that matches its pattern. */
    private static Map<String, String> says(Requirement requirement, Map<String, String> patterns) {
        Map<String, String> says = new HashMap<>();
        patterns.forEach((name, pattern) -> says.put(name, requirement.sentence(Pattern.compile(pattern))));
        return says;
    }
}
