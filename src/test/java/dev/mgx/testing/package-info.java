/** Shared test fixtures: property tests, databases, and a faulty network. */
@NullMarked
package dev.mgx.testing;

import org.jspecify.annotations.NullMarked;
