package dev.mgx.operator;

import dev.mgx.repository.map.TextStems;
import dev.mgx.task.AgentRole;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one run tells its roles of the operator's words. It is kept with the run, so that a try after a crash, and a run that resumes
 * it, ask the same.
 *
 * @param prompts by the name of the role
 * @param skills of which the requirement speaks, those first that have most to do with it
 * @param others a line for each of the other skills
 */
public record Briefing(Map<String, String> prompts, List<Skill> skills, List<String> others) {
    public static final Briefing NONE = new Briefing(Map.of(), List.of(), List.of());

    /** Words of a description that the requirement must have; one is often a chance. */
    private static final int LEAST_COMMON = 2;

    private static final int MOST_WHOLE = 5;

    public Briefing {
        prompts = Map.copyOf(prompts);
        skills = List.copyOf(skills);
        others = List.copyOf(others);
    }

    /** What a run with this requirement is told. */
    public static Briefing of(OperatorWords words, String requirement) {
        Set<String> sought = TextStems.of(requirement);
        List<Skill> chosen = words.skills().stream()
                .filter(skill -> common(skill, sought) >= LEAST_COMMON || names(sought, skill))
                .sorted(Comparator.comparingInt((Skill skill) -> -common(skill, sought))
                        .thenComparing(Skill::name))
                .limit(MOST_WHOLE)
                .toList();
        Map<String, String> prompts = new HashMap<>();
        words.prompts().forEach((role, text) -> prompts.put(role.name(), text));
        return new Briefing(
                prompts,
                chosen,
                words.skills().stream()
                        .filter(skill -> !chosen.contains(skill))
                        .map(Skill::line)
                        .toList());
    }

    private static boolean names(Set<String> sought, Skill skill) {
        Set<String> name = TextStems.of(skill.name());
        return !name.isEmpty() && sought.containsAll(name);
    }

    private static int common(Skill skill, Set<String> sought) {
        Set<String> words = TextStems.of(skill.name() + " " + skill.description());
        words.retainAll(sought);
        return words.size();
    }

    /** What the operator says to a role; empty if nothing. */
    public String prompt(AgentRole role) {
        return prompts.getOrDefault(role.name(), "");
    }

    /**
     * The skills as an engineer is told them: the texts of those that the requirement speaks of and a line for each of the others, as
     * far as they fit, and the names of the rest.
     *
     * @param bytes of UTF-8 that texts and lines may have together
     */
    public String skills(int bytes) {
        List<String> told = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        int left = bytes;
        for (String text : Stream.concat(skills.stream().map(Skill::whole), others.stream())
                .toList()) {
            int size = text.getBytes(StandardCharsets.UTF_8).length;
            if (size <= left) {
                told.add(text);
                left -= size;
            } else {
                rest.add(text.lines().findFirst().orElse(text).split(":", 2)[0]);
            }
        }
        if (!rest.isEmpty()) {
            told.add("There is no room here for: " + String.join(", ", rest));
        }
        return String.join("\n\n", told);
    }

    /** The texts that are told, by the path of each in the operator's folder. */
    public Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        prompts.forEach((role, text) -> texts.put("prompts/" + OperatorFolder.fileName(AgentRole.valueOf(role)), text));
        skills.forEach(skill -> texts.put("skills/%s/SKILL.md".formatted(skill.name()), skill.text()));
        return texts;
    }
}
