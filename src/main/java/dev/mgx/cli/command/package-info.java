/**
 * The commands of {@code ./mgx}.
 */
@NullMarked
package dev.mgx.cli.command;

import org.jspecify.annotations.NullMarked;
