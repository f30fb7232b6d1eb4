@NullMarked
package dev.mgx.repository.map;

import org.jspecify.annotations.NullMarked;
