package dev.mgx.simulated;

import dev.mgx.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A small program that the simulated model knows: a folder of templates, and the values that fill them
 * for one requirement. The folder's {@code manifest.json} says which template is which file.
 */
record KnownProgram(String folder, Map<String, ?> values) {

    /** What a folder holds: the template of each path, and what can be got wrong. */
    private record Manifest(Map<String, String> files, Map<String, Flaw> mistakes) {}

    /** A piece of a file, right and wrong. */
    private record Flaw(String path, String right, String wrong) {}

    String prd() {
        return render("prd.json", values);
    }

    /** @param remark ends the overview: what a person asked for since */
    String design(String remark) {
        Map<String, Object> more = new HashMap<>(values);
        more.put("remark", remark);
        return render("design.json", more);
    }

    /** Every file as it should be, by path. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        manifest().files().forEach((path, template) -> files.put(path, render(template, values)));
        return files;
    }

    /** The file at this path as it should be, or empty when the program has none there. */
    Optional<String> file(String path) {
        return Optional.ofNullable(manifest().files().get(path)).map(template -> render(template, values));
    }

    /** The same as the first draft has it. */
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
