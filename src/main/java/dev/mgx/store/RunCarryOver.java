package dev.mgx.store;

import dev.mgx.store.sql.Tx;
import dev.mgx.task.RunRequest;

/** What a run has from the runs before it; passed on in the transaction that begins it. */
final class RunCarryOver {
    private RunCarryOver() {}

    /**
     * What a run has from before it: a resumed one the files and the finished steps of the run before; any
     * other that keeps files the latest ones.
     */
    static void pass(Tx tx, String taskId, RunRequest request, int run) {
        if (request.kind() == RunRequest.Kind.RESUME) {
            keepFiles(tx, taskId, run, run - 1);
            tx.sql()
                    .update(
                            "INSERT INTO step (task_id, run, name, tries, result) SELECT task_id, ?, name, tries, result"
                                    + " FROM step WHERE task_id = ? AND run = ? AND result IS NOT NULL"
                                    // A question that was not answered is asked again, with its time from then on.
                                    + " AND (name NOT LIKE '%:asked' OR EXISTS (SELECT 1 FROM step answered"
                                    + " WHERE answered.task_id = step.task_id AND answered.run = step.run"
                                    + " AND answered.name || ':asked' = step.name AND answered.result IS NOT NULL))",
                            run, taskId, run - 1);
            return;
        }
        if (request.startsFromLatest()) {
            keepFiles(tx, taskId, run, tx.sql().number("SELECT MAX(run) FROM manifest WHERE task_id = ?", taskId));
        }
    }

    private static void keepFiles(Tx tx, String taskId, int run, long from) {
        tx.sql()
                .update(
                        "INSERT INTO manifest (task_id, run, path, version) SELECT task_id, ?, path, version FROM manifest"
                                + " WHERE task_id = ? AND run = ?",
                        run,
                        taskId,
                        from);
    }
}
