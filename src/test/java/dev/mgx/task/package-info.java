@NullMarked
package dev.mgx.task;

import org.jspecify.annotations.NullMarked;
