@NullMarked
package dev.mgx.cli;

import org.jspecify.annotations.NullMarked;
