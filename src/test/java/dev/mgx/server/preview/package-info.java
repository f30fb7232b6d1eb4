/** Tests of previews. */
@NullMarked
package dev.mgx.server.preview;

import org.jspecify.annotations.NullMarked;
