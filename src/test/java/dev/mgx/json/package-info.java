@NullMarked
package dev.mgx.json;

import org.jspecify.annotations.NullMarked;
