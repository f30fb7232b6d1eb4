package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.json.Json;
import dev.mgx.packages.Ecosystem;
import dev.mgx.sandbox.LanguageRuntime;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.VisualType;
import dev.mgx.team.answer.FormEcho;
import dev.mgx.team.answer.StructuredAnswer;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.NamedFiles;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.Design;
import dev.mgx.team.role.Prd;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.ProposedDesign;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import dev.mgx.team.turn.UnusableAnswer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The first stage: what is wanted, how the program is made, and how it will be checked. */
record PlanningStage(TeamRun team, PlanApproval approval) {
    private static final PromptTemplate PRODUCT_MANAGER =
            PromptTemplate.load(AgentRole.PRODUCT_MANAGER, "product-manager", "prd", 800);
    private static final PromptTemplate ARCHITECT =
            PromptTemplate.load(AgentRole.ARCHITECT, "architect", "design", 4_000);

    private static final PromptTemplate ARCHITECT_WITH_PACKAGES =
            PromptTemplate.load(AgentRole.ARCHITECT, "architect-with-packages", "design-with-packages", 4_000);

    /** What a program that listens is designed by. */
    private static final String SERVERS = """
            A program that listens takes its port from the environment variable PORT and listens on 127.0.0.1; "run" starts it, without a port. "usage" then has its requests, such as `GET /notes` and `POST /notes {"text": "tea"}`. It keeps its data in memory or in files of its folder.""";

    private static final int FEWEST_FILES_OFFERED = 6;
    private static final int MOST_FILES_OFFERED = 40;
    private static final int WORDS_PER_FILE = 20;

    /** A requirement of at most so many words may be settled by the file that it names. */
    private static final int SMALL_WORDS = 200;

    /** The requirements, the design and the checks. */
    record Plan(Prd prd, Design design, List<AcceptanceCheck> checks) {}

    /** Makes the plan; waits for a person's approval if the task requires it. */
    Plan plan() throws InterruptedException {
        Prd prd = prd();
        Equipped equipped = installed("", prd, design("design", prd, "", ""));
        List<AcceptanceCheck> checks = checks("checks", equipped.design());
        if (!asks(equipped)) {
            return new Plan(prd, equipped.design(), checks);
        }
        int round = 1;
        while (true) {
            Design design = equipped.design();
            String content = PlanApproval.content(design, checks) + PlanApproval.content(equipped.doubts());
            switch (approval.ask(team.run(), round, content, checks)) {
                case PlanApproval.Answer.Yes(List<AcceptanceCheck> corrected) -> {
                    return new Plan(prd, design, corrected.isEmpty() ? checks : corrected);
                }
                case PlanApproval.Answer.Change(String comment) -> {
                    round++;
                    String suffix = "-" + round;
                    equipped = installed(suffix, prd, design("design" + suffix, prd, design.markdown(), comment));
                    checks = checks("checks-" + round, equipped.design());
                }
            }
        }
    }

    /**
     * A design whose packages are there.
     *
     * @param doubts a sentence for each of them that may not be the one that is meant
     */
    private record Equipped(Design design, List<String> doubts) {
        static Equipped with(Design design, PackageStage.Installed installed) {
            return new Equipped(
                    design.with(installed.packages()), installed.packages().isEmpty() ? List.of() : installed.doubts());
        }
    }

    /**
     * The design with its packages installed; one that names some that cannot be had, or others than are meant, is made again,
     * and then goes without, or with those that it names again.
     */
    private Equipped installed(String suffix, Prd prd, Design design) throws InterruptedException {
        if (design.packages().isEmpty()) {
            return new Equipped(design, List.of());
        }
        PackageStage stage = new PackageStage(team);
        PackageStage.Installed installed = stage.install("packages" + suffix, design, isSettled());
        if (installed.refused().isEmpty() || isSettled()) {
            return Equipped.with(
                    design, installed); // none if one was refused, and the files are as the requirement names them
        }
        String remedy = installed.doubts().isEmpty() ? "Do without them." : "Name those that are meant.";
        Design again = design("design-again" + suffix, prd, design.markdown(), installed.refused() + " " + remedy);
        return again.packages().isEmpty()
                ? new Equipped(again, List.of())
                : Equipped.with(again, stage.install("packages-again" + suffix, again, true));
    }

    private List<AcceptanceCheck> checks(String name, Design design) throws InterruptedException {
        String interfaces = design.isOneFile() ? "" : design.interfaces(design.paths());
        return new CheckStage(team)
                .checks(name, new CheckStage.Known(design.called(), interfaces, Set.copyOf(design.paths())));
    }

    private Prd prd() throws InterruptedException {
        if (team.run().task().options().isSolo()) {
            return Prd.of(team.requirementText());
        }
        team.notes().takeBefore("prd");
        return team.run().step("prd", Prd.class, step -> {
            Turn turn = Turn.begin(
                    team,
                    step,
                    AgentRole.PRODUCT_MANAGER,
                    null,
                    "Writing the product requirements",
                    StageProgress.REQUIREMENTS.begun());
            Prd prd = askedForPrd(turn);
            step.conclude(turn.event(EventType.MESSAGE, "Product requirements: " + prd.title())
                    .visual(VisualType.MESSAGE)
                    .with("content", prd.markdown())
                    .with("document", Json.readMap(Json.write(prd))));
            turn.end("Wrote the product requirements", StageProgress.REQUIREMENTS.done());
            return prd;
        });
    }

    private Prd askedForPrd(Turn turn) throws InterruptedException {
        FormEcho form = PRODUCT_MANAGER.form(team.requirement());
        try {
            return turn.ask(
                    turn.prompt(PRODUCT_MANAGER)
                            .text("requirement", 0.7, team.requirement())
                            .text("notes", 0.2, team.notes().text())
                            .fitted(),
                    answer -> StructuredAnswer.read(answer, Prd.class, form).without(form, team.requirement()));
        } catch (UnusableAnswer e) {
            turn.goOnWithout(e, "the requirement stands as it is");
            return Prd.of(team.requirementText());
        }
    }

    private Design design(String name, Prd prd, String lastDesign, String comment) throws InterruptedException {
        team.notes().takeBefore(name);
        return team.run().step(name, Design.class, step -> {
            boolean small = comment.isEmpty() && team.notes().text().isEmpty() && isSettled();
            Optional<Design> named =
                    small ? Optional.of(ProposedDesign.oneFile(team.requirementText(), "")) : Optional.empty();
            List<Ecosystem> ecosystems = ecosystems().stream()
                    .filter(each -> named.isEmpty() || named.get().ecosystem().equals(Optional.of(each)))
                    .toList();
            boolean settled = small && ecosystems.isEmpty();
            Design asked = settled ? named.get() : askedForDesign(step, prd, ecosystems, lastDesign, comment);
            Design design = named.map(only -> only.with(asked.packages())).orElse(asked);
            String files = design.isOneFile()
                    ? design.paths().getFirst()
                    : "%d files".formatted(design.files().size());
            step.conclude(EventDraft.of(
                            EventType.MESSAGE,
                            settled ? "Design: %s, as the requirement names it".formatted(files) : "Design: " + files)
                    .by(AgentRole.ARCHITECT)
                    .visual(VisualType.MESSAGE)
                    .with("content", design.markdown())
                    .with("document", Json.readMap(Json.write(design)))
                    .with("progress", StageProgress.DESIGN.done()));
            return design;
        });
    }

    private boolean asks(Equipped equipped) {
        TaskOptions options = team.run().task().options();
        return options.asksForApproval()
                || (options.asksForPackages() && !equipped.design().packages().isEmpty())
                || !equipped.doubts().isEmpty();
    }

    /**
     * Where packages may come from. A small model names some for everything where it may, so it may where the requirement has
     * something to do with packages; and those of Java where it asks for Java.
     */
    private List<Ecosystem> ecosystems() throws InterruptedException {
        RequirementText requirement = team.requirementText();
        boolean wanted = requirement.namesPackages() && !requirement.wantsStandardLibraryOnly();
        if (!wanted || !team.run().task().options().allowsPackages()) {
            return List.of();
        }
        return team.packages().offered().stream()
                .filter(each -> each != Ecosystem.MAVEN || requirement.namesJava())
                .toList();
    }

    /** Whether the requirement is small and names its only program, so that nothing is left to design. */
    private boolean isSettled() {
        RequirementText requirement = team.requirementText();
        NamedFiles named = new NamedFiles(requirement.text());
        return named.programs().size() == 1
                && !requirement.namesServices()
                && named.all().stream().noneMatch(file -> file.endsWith(".html") || file.endsWith(".css"))
                && requirement.text().split("\\s+", -1).length <= SMALL_WORDS;
    }

    private Design askedForDesign(Step step, Prd prd, List<Ecosystem> ecosystems, String lastDesign, String comment)
            throws InterruptedException {
        PromptTemplate architect = ecosystems.isEmpty() ? ARCHITECT : ARCHITECT_WITH_PACKAGES;
        Turn turn = Turn.begin(
                team, step, AgentRole.ARCHITECT, null, "Designing the program", StageProgress.DESIGN.begun());
        int words = team.requirement().split("\\s+", -1).length;
        int mostFiles = Math.clamp(words / WORDS_PER_FILE, FEWEST_FILES_OFFERED, MOST_FILES_OFFERED);
        Design design;
        try {
            design = turn.ask(
                    turn.prompt(architect)
                            .text("requirement", 0.4, team.requirement())
                            .text("goals", 0.1, prd.goalList())
                            .whole("runtimes", runtimes(ecosystems))
                            .whole(
                                    "ecosystems",
                                    ecosystems.stream()
                                            .map(PlanningStage::described)
                                            .collect(Collectors.joining("\n")))
                            .whole("servers", team.requirementText().namesServices() ? SERVERS : "")
                            .whole("most_files", String.valueOf(mostFiles))
                            .text("notes", 0.1, team.notes().text())
                            .text("last_design", 0.2, lastDesign)
                            .text("comment", 0.1, comment)
                            .fitted(),
                    answer -> StructuredAnswer.read(answer, ProposedDesign.class, architect.form(team.requirement()))
                            .mended(team.requirementText()));
        } catch (UnusableAnswer e) {
            design = ProposedDesign.oneFile(team.requirementText(), fallbackFile());
            turn.goOnWithout(e, "the program is one file, " + design.paths().getFirst());
        }
        turn.end("Finished the design", StageProgress.DESIGN.done());
        boolean offered = design.ecosystem().filter(ecosystems::contains).isPresent();
        return offered ? design : design.with(List.of());
    }

    /** A file in the language that the requirement names, else in one that is there. */
    private String fallbackFile() {
        Set<String> there =
                team.sandbox().runtimes().stream().map(LanguageRuntime::name).collect(Collectors.toSet());
        RequirementText requirement = team.requirementText();
        if (requirement.says("java") && !requirement.says("javascript")) {
            return "Main.java";
        }
        if (requirement.says("javascript") || requirement.says("node")) {
            return "main.js";
        }
        return requirement.says("python") || there.contains("python3") ? "main.py" : "Main.java";
    }

    /** @param ecosystems from which packages may come: then languages without packages are of use only where one is named */
    private String runtimes(List<Ecosystem> ecosystems) {
        String runtimes = team.sandbox().runtimes().stream()
                .filter(runtime -> ecosystems.isEmpty()
                        || team.requirementText().says(runtime.name())
                        || Ecosystem.of(runtime.name())
                                .filter(ecosystems::contains)
                                .isPresent())
                .map(PlanningStage::described)
                .collect(Collectors.joining("\n"));
        return runtimes.isEmpty() ? "- java 25 (nothing is executed here, but people run it)" : runtimes;
    }

    static String described(Ecosystem ecosystem) {
        return ecosystem == Ecosystem.MAVEN
                ? "Maven, each as group:artifact, such as `com.google.code.gson:gson`; they are on the class path of `java`"
                : ecosystem.title();
    }

    private static String described(LanguageRuntime runtime) {
        String extension = switch (runtime.name()) {
            case "java" -> "Main.java";
            case "node" -> "main.js";
            default -> "main.py";
        };
        return "- %s %s, such as `%s %s`".formatted(runtime.name(), runtime.version(), runtime.name(), extension);
    }
}
