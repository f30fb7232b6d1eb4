/** The REST routes of each resource. */
@NullMarked
package dev.mgx.server.api;

import org.jspecify.annotations.NullMarked;
