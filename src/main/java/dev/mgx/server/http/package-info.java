/**
 * HTTP: dispatch, the route table, request validation by openapi.yaml, responses, problems, and the origin policy.
 * Knows no resource.
 */
@NullMarked
package dev.mgx.server.http;

import org.jspecify.annotations.NullMarked;
