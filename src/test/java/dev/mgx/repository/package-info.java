@NullMarked
package dev.mgx.repository;

import org.jspecify.annotations.NullMarked;
