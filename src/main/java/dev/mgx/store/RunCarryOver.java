package dev.mgx.store;

import dev.mgx.store.source.TaskSources;
import dev.mgx.store.sql.Tx;
import dev.mgx.task.RunRequest;

/** Data that a run takes over from previous runs, copied in the transaction that starts it. */
final class RunCarryOver {
    private RunCarryOver() {}

    /**
     * Copies data into a new run: for a resumed run the files and finished steps of the previous run, for other runs
     * that keep files the latest files, and for one from nothing the existing project that the task changes, if it has one.
     */
    static void pass(Tx tx, String taskId, RunRequest request, int run) {
        if (request.kind() == RunRequest.Kind.RESUME) {
            keepFiles(tx, taskId, run, run - 1);
            tx.sql()
                    .update(
                            "INSERT INTO step (task_id, run, name, tries, result) SELECT task_id, ?, name, tries, result"
                                    + " FROM step WHERE task_id = ? AND run = ? AND result IS NOT NULL"
                                    // An unanswered question is asked again, with a new timeout.
                                    + " AND (name NOT LIKE '%:asked' OR EXISTS (SELECT 1 FROM step answered"
                                    + " WHERE answered.task_id = step.task_id AND answered.run = step.run"
                                    + " AND answered.name || ':asked' = step.name AND answered.result IS NOT NULL))",
                            run, taskId, run - 1);
            return;
        }
        boolean latest = request.startsFromLatest();
        keepFiles(
                tx,
                taskId,
                run,
                latest ? tx.sql().number("SELECT MAX(run) FROM manifest WHERE task_id = ?", taskId) : TaskSources.RUN);
    }

    private static void keepFiles(Tx tx, String taskId, int run, long from) {
        tx.sql()
                .update(
                        "INSERT INTO manifest (task_id, run, path, version) SELECT task_id, ?, path, version FROM manifest"
                                + " WHERE task_id = ? AND run = ?",
                        run,
                        taskId,
                        from);
        tx.sql()
                .update(
                        "INSERT INTO binary_file (task_id, run, path, hash) SELECT task_id, ?, path, hash FROM binary_file"
                                + " WHERE task_id = ? AND run = ?",
                        run,
                        taskId,
                        from);
    }
}
