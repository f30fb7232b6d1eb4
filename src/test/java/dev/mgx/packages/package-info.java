/** Packages: what is shown of a registry, how it is installed in the sandbox, and what hostile registries come to. */
@NullMarked
package dev.mgx.packages;

import org.jspecify.annotations.NullMarked;
