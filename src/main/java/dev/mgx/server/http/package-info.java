/**
 * HTTP: dispatch and the table of routes, requests checked by openapi.yaml, responses, problems, and who may call. Knows no resource.
 */
@NullMarked
package dev.mgx.server.http;

import org.jspecify.annotations.NullMarked;
