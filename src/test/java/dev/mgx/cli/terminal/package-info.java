@NullMarked
package dev.mgx.cli.terminal;

import org.jspecify.annotations.NullMarked;
