/**
 * The routes of each resource of the REST interface.
 */
@NullMarked
package dev.mgx.server.api;

import org.jspecify.annotations.NullMarked;
