package dev.mgx.team;

import dev.mgx.json.Json;
import dev.mgx.sandbox.LanguageRuntime;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.role.Design;
import dev.mgx.team.role.Prd;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.StructuredAnswer;
import java.util.stream.Collectors;

/** The first stage: requirements and design. */
record PlanningStage(TeamRun team, PlanApproval approval) {
    private static final PromptTemplate PRODUCT_MANAGER =
            PromptTemplate.load(AgentRole.PRODUCT_MANAGER, "product-manager", "prd");
    private static final PromptTemplate ARCHITECT = PromptTemplate.load(AgentRole.ARCHITECT, "architect", "design");

    /** The requirements and the design. */
    record Plan(Prd prd, Design design) {}

    /** Makes the plan; waits for a person's approval if the task requires it. */
    Plan plan() throws InterruptedException {
        Prd prd = prd();
        Design design = design("design", prd, "", "");
        if (!team.run().task().options().asksForApproval()) {
            return new Plan(prd, design);
        }
        int round = 1;
        while (approval.ask(team.run(), round, design) instanceof PlanApproval.Answer.Change(String comment)) {
            round++;
            design = design("design-" + round, prd, design.markdown(), comment);
        }
        return new Plan(prd, design);
    }

    private Prd prd() throws InterruptedException {
        team.notes().takeBefore("prd");
        return team.run().step("prd", Prd.class, step -> {
            Turn turn = Turn.begin(
                    team,
                    step,
                    AgentRole.PRODUCT_MANAGER,
                    null,
                    "Writing the product requirements",
                    StageProgress.REQUIREMENTS.begun());
            Prd prd = turn.ask(
                    turn.prompt(PRODUCT_MANAGER)
                            .text("requirement", 0.7, team.requirement())
                            .text("notes", 0.2, team.notes().text())
                            .fitted(),
                    answer -> StructuredAnswer.read(answer, Prd.class));
            step.conclude(turn.event(EventType.MESSAGE, "Product requirements: " + prd.title())
                    .visual(VisualType.MESSAGE)
                    .with("content", prd.markdown())
                    .with("document", Json.readMap(Json.write(prd))));
            turn.end("Wrote the product requirements", StageProgress.REQUIREMENTS.done());
            return prd;
        });
    }

    private Design design(String name, Prd prd, String lastDesign, String comment) throws InterruptedException {
        team.notes().takeBefore(name);
        return team.run().step(name, Design.class, step -> {
            Turn turn = Turn.begin(
                    team, step, AgentRole.ARCHITECT, null, "Designing the program", StageProgress.DESIGN.begun());
            Design design = turn.ask(
                    turn.prompt(ARCHITECT)
                            .text("requirement", 0.2, team.requirement())
                            .text("prd", 0.3, prd.markdown())
                            .whole("runtimes", runtimes())
                            .text("notes", 0.1, team.notes().text())
                            .text("last_design", 0.2, lastDesign)
                            .text("comment", 0.1, comment)
                            .fitted(),
                    answer -> StructuredAnswer.read(answer, Design.class).withTestOfItsOwn());
            step.conclude(turn.event(
                            EventType.MESSAGE,
                            "Design: %d files".formatted(design.files().size()))
                    .visual(VisualType.MESSAGE)
                    .with("content", design.markdown())
                    .with("document", Json.readMap(Json.write(design))));
            turn.end("Finished the design", StageProgress.DESIGN.done());
            return design;
        });
    }

    private String runtimes() {
        String runtimes =
                team.sandbox().runtimes().stream().map(PlanningStage::described).collect(Collectors.joining("\n"));
        return runtimes.isEmpty() ? "- java 25 (nothing is executed here, but people run it)" : runtimes;
    }

    private static String described(LanguageRuntime runtime) {
        return "- %s %s, started as `%s`"
                .formatted(runtime.name(), runtime.version(), String.join(" ", runtime.command()));
    }
}
