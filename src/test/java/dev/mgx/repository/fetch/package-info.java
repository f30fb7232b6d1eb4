@NullMarked
package dev.mgx.repository.fetch;

import org.jspecify.annotations.NullMarked;
