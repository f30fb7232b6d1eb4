/** Settings: names, defaults, sources and validation. */
@NullMarked
package dev.mgx.config;

import org.jspecify.annotations.NullMarked;
