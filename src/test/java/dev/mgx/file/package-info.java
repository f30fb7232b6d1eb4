@NullMarked
package dev.mgx.file;

import org.jspecify.annotations.NullMarked;
