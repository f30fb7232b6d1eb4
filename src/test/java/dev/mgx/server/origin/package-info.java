@NullMarked
package dev.mgx.server.origin;

import org.jspecify.annotations.NullMarked;
