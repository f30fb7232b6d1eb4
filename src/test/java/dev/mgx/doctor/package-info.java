@NullMarked
package dev.mgx.doctor;

import org.jspecify.annotations.NullMarked;
