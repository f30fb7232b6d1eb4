/** What tests of every room are built with: properties on drawn cases, and a network that can be made to fail. */
@NullMarked
package dev.mgx.testing;

import org.jspecify.annotations.NullMarked;
