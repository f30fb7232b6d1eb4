@NullMarked
package dev.mgx.engine.run;

import org.jspecify.annotations.NullMarked;
