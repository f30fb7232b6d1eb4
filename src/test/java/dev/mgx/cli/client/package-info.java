@NullMarked
package dev.mgx.cli.client;

import org.jspecify.annotations.NullMarked;
