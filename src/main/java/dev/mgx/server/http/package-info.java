/**
 * HTTP: dispatch, the route table, request validation by openapi.yaml, responses, and problems.
 * Knows no resource.
 */
@NullMarked
package dev.mgx.server.http;

import org.jspecify.annotations.NullMarked;
