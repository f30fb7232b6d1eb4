@NullMarked
package dev.mgx.server.ws;

import org.jspecify.annotations.NullMarked;
