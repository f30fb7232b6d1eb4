package dev.mgx.team.role;

import dev.mgx.llm.Fences;
import dev.mgx.llm.FileBlock;
import dev.mgx.packages.Lock;
import dev.mgx.team.answer.FileAnswer;
import dev.mgx.team.answer.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The debugger's answer in a round, reduced to what is allowed.
 *
 * @param files the accepted files by path; empty if it disputes a check
 * @param submitted everything it submitted, including rejected parts, to detect a repeated answer
 * @param notTaken the rejected parts, a sentence with the reason for each
 */
public record Proposal(
        String diagnosis,
        Map<String, String> files,
        Map<String, String> submitted,
        List<Dispute> disputes,
        List<String> notTaken) {
    /** "Here is the corrected file:", say. */
    private static final Pattern ANNOUNCEMENT = Pattern.compile("(?m)^[^\\n]*:$");

    /**
     * Reads the debugger's answer.
     *
     * @param there the paths of the project's files
     * @param disputable the ids of the failed checks, and for each either nothing or why it may not be disputed
     */
    public static Proposal read(String answer, Set<String> there, Map<String, String> disputable) {
        List<String> notTaken = new ArrayList<>();
        Map<String, String> files = files(answer, there);
        Map<String, String> submitted = new TreeMap<>(files);
        if (files.remove(ProjectManifest.PATH) != null) {
            notTaken.add("%s was not taken: the checks belong to the tester".formatted(ProjectManifest.PATH));
        }
        for (String path : Lock.paths(there)) {
            if (files.remove(path) != null) {
                notTaken.add(
                        "%s was not taken: the packages are those that were chosen with the design".formatted(path));
            }
        }
        Require.together(files.keySet(), there);
        Set<String> paths = Set.copyOf(submitted.keySet());
        List<Dispute> disputes = disputes(answer, disputable, notTaken);
        disputes.forEach(dispute -> submitted.put("=== DISPUTE " + dispute.check(), dispute.reason()));
        if (!disputes.isEmpty() && !files.isEmpty()) {
            notTaken.add("%s: not taken, because a dispute comes without files"
                    .formatted(String.join(", ", files.keySet())));
            files.clear();
        }
        notTaken.forEach(sentence -> submitted.put("=== NOT TAKEN " + sentence, ""));
        return new Proposal(diagnosis(answer, disputes, paths), files, submitted, disputes, notTaken);
    }

    /** The files of the answer, by the paths that are meant; the only fence is the only file of the program. */
    private static Map<String, String> files(String answer, Set<String> there) {
        Map<String, String> files = new LinkedHashMap<>();
        FileAnswer.any(answer).forEach((path, content) -> files.put(FileAnswer.meant(path, there), content));
        List<String> program = there.stream()
                .filter(path -> !path.equals(ProjectManifest.PATH))
                .toList();
        if (files.isEmpty() && program.size() == 1 && Fences.in(answer).size() == 1) {
            files.put(program.getFirst(), FileAnswer.one(answer, program.getFirst()));
        }
        return files;
    }

    private static List<Dispute> disputes(String answer, Map<String, String> disputable, List<String> notTaken) {
        List<Dispute> taken = new ArrayList<>();
        for (Dispute dispute : Dispute.in(answer, List.copyOf(disputable.keySet()))) {
            String id = dispute.check();
            String objection = disputable.getOrDefault(id, "no check of this id has failed");
            if (objection.isEmpty()) {
                taken.add(dispute);
            } else {
                notTaken.add("The dispute of %s was not taken: %s".formatted(id, objection));
            }
        }
        return taken;
    }

    private static String diagnosis(String answer, List<Dispute> disputes, Set<String> paths) {
        if (!disputes.isEmpty()) {
            return disputes.stream()
                    .map(dispute -> "Disputes %s: %s".formatted(dispute.check(), dispute.reason()))
                    .collect(Collectors.joining("\n"));
        }
        String text = ANNOUNCEMENT
                .matcher(Dispute.before(answer).replaceAll("(?s)```.*", ""))
                .replaceAll("")
                .strip();
        boolean blank = text.isEmpty() && !FileBlock.in(answer).isEmpty();
        return blank ? "Changed " + String.join(", ", paths) : text.isEmpty() ? "Nothing new" : text;
    }
}
