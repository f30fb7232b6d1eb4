@NullMarked
package dev.mgx.agent;

import org.jspecify.annotations.NullMarked;
