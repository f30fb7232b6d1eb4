/**
 * The registries from which packages come, and how they are asked.
 *
 * <p>May import nothing of ours.
 */
@NullMarked
package dev.mgx.packages.registry;

import org.jspecify.annotations.NullMarked;
