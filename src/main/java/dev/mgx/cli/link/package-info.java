/** What every command needs: the server that it talks to, and how it is chosen. */
@NullMarked
package dev.mgx.cli.link;

import org.jspecify.annotations.NullMarked;
