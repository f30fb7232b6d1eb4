package dev.mgx.team.role;

import dev.mgx.llm.FileBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /**
     * Reads the debugger's answer.
     *
     * @param there the paths of the project's files
     * @param passed the ids of the checks that passed
     * @param disputed the ids of the checks disputed earlier
     */
    public static Proposal read(
            String answer,
            ProjectManifest manifest,
            Set<String> there,
            Collection<String> passed,
            Set<String> disputed) {
        List<String> notTaken = new ArrayList<>();
        Map<String, String> files = FileAnswer.any(answer);
        Map<String, String> submitted = new TreeMap<>(files);
        TestFiles tests = TestFiles.of(manifest);
        for (String path : tests.among(files.keySet())) {
            files.remove(path);
            notTaken.add("%s was not taken: it belongs to the tester. What is wrong with a check can be disputed"
                    .formatted(path));
        }
        Require.together(files.keySet(), there);
        Set<String> paths = Set.copyOf(submitted.keySet());
        List<Dispute> disputes = disputes(answer, manifest, passed, disputed, notTaken);
        disputes.forEach(dispute -> submitted.put("=== DISPUTE " + dispute.check(), dispute.reason()));
        notTaken.forEach(sentence -> submitted.put("=== NOT TAKEN " + sentence, ""));
        if (!disputes.isEmpty() && !files.isEmpty()) {
            notTaken.add("%s: not taken, because a dispute comes without files"
                    .formatted(String.join(", ", files.keySet())));
            files.clear();
        }
        return new Proposal(diagnosis(answer, disputes, paths), files, submitted, disputes, notTaken);
    }

    private static List<Dispute> disputes(
            String answer,
            ProjectManifest manifest,
            Collection<String> passed,
            Set<String> disputed,
            List<String> notTaken) {
        List<String> ids = manifest.checks().stream().map(AcceptanceCheck::id).toList();
        List<String> failed = ids.stream().filter(id -> !passed.contains(id)).toList();
        List<Dispute> taken = new ArrayList<>();
        for (Dispute dispute : Dispute.in(answer, failed)) {
            String id = dispute.check();
            if (!ids.contains(id)) {
                notTaken.add("The dispute of %s was not taken: there is no such check".formatted(id));
            } else if (!failed.contains(id)) {
                notTaken.add("The dispute of %s was not taken: it passes".formatted(id));
            } else if (disputed.contains(id)) {
                notTaken.add("The dispute of %s was not taken: the tester has decided about it".formatted(id));
            } else {
                taken.add(dispute);
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
        String text = Dispute.before(answer);
        boolean blank = text.isEmpty() && !FileBlock.in(answer).isEmpty();
        return blank ? "Changed " + String.join(", ", paths) : text.isEmpty() ? "Nothing new" : text;
    }
}
