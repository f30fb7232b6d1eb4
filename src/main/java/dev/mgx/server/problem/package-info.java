/** What can be wrong with a request: one closed list, and problems of its types. Knows no route and no web library. */
@NullMarked
package dev.mgx.server.problem;

import org.jspecify.annotations.NullMarked;
