@NullMarked
package dev.mgx.client;

import org.jspecify.annotations.NullMarked;
