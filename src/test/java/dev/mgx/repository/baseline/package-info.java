/** Tests of how a project is tested. */
@NullMarked
package dev.mgx.repository.baseline;

import org.jspecify.annotations.NullMarked;
