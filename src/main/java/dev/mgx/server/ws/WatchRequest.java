package dev.mgx.server.ws;

import dev.mgx.server.http.ClientVersion;

/**
 * A client's request to watch a task.
 *
 * @param start whether a PENDING task is started
 */
record WatchRequest(String taskId, long sinceEventId, boolean start, ClientVersion version) {}
