package dev.mgx.simulated;

import dev.mgx.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A small program that the simulated model can write: a folder of templates, and the values to fill them for one
 * requirement. The folder's {@code manifest.json} maps files to templates.
 */
record KnownProgram(String folder, Map<String, ?> values) {

    /** The content of {@code manifest.json}: the template of each path, and the possible mistakes. */
    private record Manifest(Map<String, String> files, Map<String, Flaw> mistakes) {}

    /** A piece of a file in its correct and its wrong form. */
    private record Flaw(String path, String right, String wrong) {}

    String prd() {
        return render("prd.json", values);
    }

    /** @param remark appended to the overview: what a person commented */
    String design(String remark) {
        Map<String, Object> more = new HashMap<>(values);
        more.put("remark", remark);
        return render("design.json", more);
    }

    /** The checks, as a tester proposes them. */
    String checks() {
        return render("checks.json", values);
    }

    /** All correct files by path. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        manifest().files().forEach((path, template) -> files.put(path, render(template, values)));
        return files;
    }

    /** The correct file at this path; empty if the program has none. */
    Optional<String> file(String path) {
        return Optional.ofNullable(manifest().files().get(path)).map(template -> render(template, values));
    }

    /** The file as the first draft has it. */
    Optional<String> draft(String path, Mistake mistake) {
        Flaw flaw = manifest().mistakes().get(mistake.name().toLowerCase(Locale.ROOT));
        return file(path)
                .map(right ->
                        flaw != null && flaw.path().equals(path) ? right.replace(flaw.right(), flaw.wrong()) : right);
    }

    private Manifest manifest() {
        return Json.read(render("manifest.json", values), Manifest.class);
    }

    private String render(String template, Map<String, ?> filling) {
        return Template.load(folder + "/" + template).render(filling);
    }
}
