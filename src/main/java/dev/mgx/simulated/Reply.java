package dev.mgx.simulated;

import dev.mgx.json.Json;
import dev.mgx.llm.FileBlock;
import dev.mgx.task.AgentRole;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The simulated model's answer to one prompt.
 *
 * @param begins whether nothing was answered in this conversation yet
 */
record Reply(PromptText prompt, boolean begins, Mistake mistake) {
    /** The section of who works on a project that exists. */
    private static final String MAP = "Map of the project, what matters most first";

    private static final String EXISTING = "A program that exists";

    String text(AgentRole role) {
        KnownProgram program = Programs.matching(prompt.section("Requirement"), packages());
        return switch (role) {
            case PRODUCT_MANAGER -> fenced(program.prd());
            case ARCHITECT -> prompt.section("Change").isEmpty() ? design(program) : changePlan();
            case ENGINEER -> {
                if (!prompt.section(MAP).isEmpty()) {
                    yield noted();
                }
                if (!prompt.section("Files of the design").isEmpty()) {
                    yield whole(program);
                }
                String path = prompt.pathIn("File to write");
                yield file(path, program.draft(path, mistake).orElse(placeholder(path)));
            }
            case QA_ENGINEER -> fenced(tested(program));
            case DEBUGGER -> repair(program);
            case EDITOR -> edit();
        };
    }

    /** Where packages come from, unless some were refused; or those that are installed. */
    private String packages() {
        boolean refused = prompt.section("Comment on the last design").contains("Do without them.");
        return (refused ? "" : prompt.section("Packages come from"))
                + prompt.section("Packages that may be used beside the standard library");
    }

    private String design(KnownProgram program) {
        String comment = prompt.section("Comment on the last design");
        return fenced(program.design(comment.isEmpty() ? "" : " Changed after this comment: " + comment));
    }

    /** Writes checks, or decides on a disputed one. It has none for a change, which it does not understand. */
    private String tested(KnownProgram program) {
        if (!prompt.section("Dispute").isEmpty()) {
            return "{\"reason\": \"The check asks what the requirement says.\", \"changed\": []}";
        }
        if (!prompt.section("Commands").isEmpty()) {
            return workedOut(program);
        }
        return prompt.section("Change").isEmpty() && prompt.section(EXISTING).isEmpty()
                ? program.checks()
                : "{\"checks\": []}";
    }

    /** The results of commands that it knows from its own checks: of the check that has all of them. */
    private String workedOut(KnownProgram program) {
        String commands = prompt.section("Commands");
        for (JsonNode check : Json.readTree(program.checks()).path("checks")) {
            List<JsonNode> steps = check.path("steps").valueStream().toList();
            if (!steps.isEmpty()
                    && steps.stream()
                            .allMatch(step ->
                                    commands.contains("`" + step.path("run").asString() + "`"))) {
                return Json.write(Map.of(
                        "thinking",
                        "It follows from the requirement.",
                        "results",
                        steps.stream()
                                .map(step -> Map.of("output", step.path("output"), "exit_code", step.path("exit_code")))
                                .toList()));
            }
        }
        return "{}";
    }

    /**
     * The simulated model does not understand change requests: it plans a comment in the first file.
     */
    private String changePlan() {
        String path = prompt.files().stream().map(FileBlock::path).findFirst().orElse("README.md");
        return fenced(Json.write(Map.of(
                "summary",
                "Note in " + path + " what was asked for",
                "changes",
                List.of(Map.of("path", path, "purpose", "note what was asked for")),
                "usage",
                List.of())));
    }

    /** It understands no project either: it notes in the file that matters most what was asked for. */
    private String noted() {
        FileBlock first = prompt.files().stream().findFirst().orElse(new FileBlock("NOTES.md", ""));
        String wish = prompt.section("Requirement");
        return "I note what was asked for.\n\n"
                + file(first.path(), Remark.of(first.path(), wish).in(first.content())) + "\n\nDONE\n";
    }

    private String repair(KnownProgram program) {
        List<FileBlock> repaired = prompt.files().stream()
                .flatMap(file -> program.file(file.path()).stream()
                        .filter(right -> !right.equals(file.content()))
                        .map(right -> new FileBlock(file.path(), right)))
                .toList();
        if (repaired.isEmpty()) {
            return "I find nothing that I could repair.";
        }
        String paths = repaired.stream().map(FileBlock::path).collect(Collectors.joining(", "));
        return "The first draft of " + paths + " does not match the design. I fixed it.\n\n"
                + repaired.stream().map(FileBlock::text).collect(Collectors.joining("\n\n"));
    }

    /** All of the program at once, as it does where it works alone: a draft, and then what the checks asked for. */
    private String whole(KnownProgram program) {
        return (begins ? "I write the whole program.\n\n" : "The draft does not match the design. I mend it.\n\n")
                + program.files().entrySet().stream()
                        .map(each -> file(
                                each.getKey(),
                                begins
                                        ? program.draft(each.getKey(), mistake).orElse(each.getValue())
                                        : each.getValue()))
                        .collect(Collectors.joining("\n\n"));
    }

    private String edit() {
        String path = prompt.pathIn("File to write");
        return file(path, Remark.of(path, prompt.section("Change")).in(contentAsItIs(path)));
    }

    /** The content of the file with this path in the prompt; empty if there is none. */
    private String contentAsItIs(String path) {
        return prompt.files().stream()
                .filter(file -> file.path().equals(path))
                .map(FileBlock::content)
                .findFirst()
                .orElse("");
    }

    private static String placeholder(String path) {
        return Remark.of(path, "The simulated model knows no file of this name.")
                .in("");
    }

    private static String file(String path, String content) {
        return new FileBlock(path, content).text();
    }

    private static String fenced(String json) {
        return "```json\n" + json.strip() + "\n```";
    }
}
