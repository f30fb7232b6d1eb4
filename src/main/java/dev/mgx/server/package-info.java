/**
 * The web server: what listens, and with which options.
 */
@NullMarked
package dev.mgx.server;

import org.jspecify.annotations.NullMarked;
