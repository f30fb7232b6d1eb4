@NullMarked
package dev.mgx.server;

import org.jspecify.annotations.NullMarked;
