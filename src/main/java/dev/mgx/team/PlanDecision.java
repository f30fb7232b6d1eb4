package dev.mgx.team;

/** What became of a plan that a person may have been asked about. */
sealed interface PlanDecision {

    /** It is to be built. */
    record Approved(Prd prd, Design design) implements PlanDecision {}

    /** It is not. */
    record Refused(String reason) implements PlanDecision {}
}
