/**
 * Who may call, and by which name and path: Host, Origin, what browsers say of the page that calls, and what proxies say
 * of their clients. Knows no route and no response.
 */
@NullMarked
package dev.mgx.server.origin;

import org.jspecify.annotations.NullMarked;
