@NullMarked
package dev.mgx.config;

import org.jspecify.annotations.NullMarked;
