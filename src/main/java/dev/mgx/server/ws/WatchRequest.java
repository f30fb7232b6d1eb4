package dev.mgx.server.ws;

import dev.mgx.server.http.ClientVersion;

/**
 * What a watcher asks for.
 *
 * @param start whether a PENDING task is started
 */
record WatchRequest(String taskId, long sinceEventId, boolean start, ClientVersion version) {}
