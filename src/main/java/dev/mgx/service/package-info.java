/**
 * Programs of finished tasks that listen: started on demand in the sandbox, supervised, and reached through a Unix socket.
 * Knows neither the team nor the web library.
 */
@NullMarked
package dev.mgx.service;

import org.jspecify.annotations.NullMarked;
