package dev.mgx.engine;

/** The existing project that the task is to change has not been uploaded. */
public final class SourceMissing extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    SourceMissing(String taskId) {
        super(
                "Task %s changes an existing project, which has not come yet: send its files with PUT /api/tasks/%s/source, then start it"
                        .formatted(taskId, taskId));
    }
}
