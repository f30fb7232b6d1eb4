package dev.mgx.simulated;

import java.util.HashMap;
import java.util.List;
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
    private static final Pattern MARKDOWN = Pattern.compile(
            "\\bmarkdown\\b.*\\b(html|python|node|npm|pip|convert)|\\b(html|convert|python|node)\\b.*\\bmarkdown\\b");
    private static final Pattern SERVICE = Pattern.compile(
            "\\bnotes?\\b.*\\b(rest|https?|apis?|web ?(server|service|app)|servers?|services?|endpoints?)\\b"
                    + "|\\b(rest|https?|apis?|web ?(server|service|app)|servers?|services?|endpoints?)\\b.*\\bnotes?\\b");
    private static final Pattern JSON =
            Pattern.compile("\\bjackson\\b|\\bpretty\\b.*\\bjson\\b|\\bjson\\b.*\\bpretty\\b");
    private static final Pattern PYTHON = Pattern.compile("\\b(python|pip|pypi)\\b");
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private Programs() {}

    /** @param packages which packages there are, or where they come from: as the prompt says */
    static KnownProgram matching(String text, String packages) {
        Requirement requirement = new Requirement(text);
        if (requirement.mentions(MARKDOWN)) {
            return markdown(requirement, packages);
        }
        if (requirement.mentions(SERVICE)) {
            return new KnownProgram("service", Map.of("says_anything", requirement.sentence(SERVICE)));
        }
        if (requirement.mentions(JSON)) {
            return json(requirement, packages);
        }
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

    /** With a library where there is one, and a small part of it by itself where there is none. */
    private static KnownProgram markdown(Requirement requirement, String packages) {
        boolean python = requirement.mentions(PYTHON);
        String name = python ? "markdown" : "marked";
        boolean there = packages.contains(name) || packages.contains(python ? "PyPI" : "npm");
        String extension = python ? "py" : "mjs";
        return new KnownProgram(
                "markdown",
                Map.of(
                        "runtime",
                        python ? "python3" : "node",
                        "program",
                        "md." + extension,
                        "template",
                        (there ? "package." : "plain.") + extension + ".txt",
                        "packages",
                        there ? List.of(Map.of("name", name)) : List.of(),
                        "libraries",
                        there
                                ? "It uses the package `%s`.".formatted(name)
                                : "It uses no package, so it knows headings, lists and paragraphs only.",
                        "says_anything",
                        requirement.sentence(MARKDOWN)));
    }

    private static KnownProgram json(Requirement requirement, String packages) {
        String name = "com.fasterxml.jackson.core:jackson-databind";
        boolean there = packages.contains(name) || packages.contains("Maven");
        return new KnownProgram(
                "json",
                Map.of(
                        "template",
                        there ? "package.java.txt" : "plain.java.txt",
                        "packages",
                        there ? List.of(Map.of("name", name)) : List.of(),
                        "libraries",
                        there ? "It uses the library Jackson." : "It uses no library.",
                        "says_anything",
                        requirement.sentence(JSON)));
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
