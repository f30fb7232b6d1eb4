package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A requirement phrase by phrase. The simulated model serves a whole sentence with a program that it knows, so that what
 * of the sentence it has left out is told by its words: those that neither the program nor its checks have.
 */
public record Wishes(RequirementText words) {
    private static final Pattern BETWEEN_PHRASES =
            Pattern.compile("(?iU)[,;:()]|\\b(?:and|or|with|that|which|but|plus|including|where|as well as)\\b");
    private static final Pattern CAMEL_CASE = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
    private static final Pattern ENDING = Pattern.compile("(?<=\\p{L}{3})(?:ies|es|s|ing|ed|er|y|e)$");
    private static final Set<String> SAY_NOTHING = RequirementText.words(
            "a an the it its is are be must should shall can may will i we you my our me us please build make create write "
                    + "want need app application program tool simple small of for to in on by at from who using use user "
                    + "users each every all any so as this there them they their not no if when");

    /** The share of a phrase's words that a program must have for the phrase to be served. */
    private static final double SERVED = 0.5;

    /**
     * The sentences and phrases that nothing of the project speaks of.
     *
     * @param uncovered the sentences that no check serves
     * @param program what is said of the program that was made
     */
    public List<String> leftOut(List<String> uncovered, String program, List<AcceptanceCheck> checks) {
        Set<String> known = stems(program);
        checks.stream().flatMap(check -> check.steps().stream()).forEach(step -> {
            known.addAll(stems(step.run()));
            known.addAll(stems(String.valueOf(step.output())));
        });
        List<String> leftOut = new ArrayList<>();
        for (String sentence : words.sentences()) {
            List<String> phrases = BETWEEN_PHRASES
                    .splitAsStream(sentence.replaceFirst("[.!?]$", ""))
                    .map(String::strip)
                    .filter(phrase -> !stems(phrase).isEmpty())
                    .toList();
            List<String> missing =
                    phrases.stream().filter(phrase -> !served(phrase, known)).toList();
            if (uncovered.contains(sentence) || (!missing.isEmpty() && missing.size() == phrases.size())) {
                leftOut.add(sentence);
            } else {
                leftOut.addAll(missing);
            }
        }
        return leftOut;
    }

    private static boolean served(String phrase, Set<String> known) {
        Set<String> wanted = stems(phrase);
        return wanted.stream().filter(known::contains).count() >= SERVED * wanted.size();
    }

    /** The words that say something, without their endings. */
    private static Set<String> stems(String text) {
        return RequirementText.words(CAMEL_CASE.matcher(text).replaceAll(" ")).stream()
                .filter(word -> !SAY_NOTHING.contains(word))
                .map(word -> ENDING.matcher(word.toLowerCase(Locale.ROOT)).replaceFirst(""))
                .collect(Collectors.toSet());
    }
}
