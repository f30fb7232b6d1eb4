package dev.mgx.server.ws;

import dev.mgx.server.http.ClientVersion;
import dev.mgx.server.http.Text;

/**
 * A client's request to watch a task.
 *
 * @param client the address of the client, for the log
 * @param start whether a PENDING task is started
 */
record WatchRequest(String taskId, String client, long sinceEventId, boolean start, ClientVersion version) {
    /** The task's id, as it may stand in a log and in a sentence. */
    String name() {
        return Text.isId(taskId) ? taskId : "(no id)";
    }
}
