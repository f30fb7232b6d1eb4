/** Where it all comes together: the settings, what is made in what order, and the entry point. */
@NullMarked
package dev.mgx;

import org.jspecify.annotations.NullMarked;
