/** The web server: startup, shutdown and options. */
@NullMarked
package dev.mgx.server;

import org.jspecify.annotations.NullMarked;
