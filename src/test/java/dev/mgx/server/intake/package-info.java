@NullMarked
package dev.mgx.server.intake;

import org.jspecify.annotations.NullMarked;
