@NullMarked
package dev.mgx.sandbox.linux.seccomp;

import org.jspecify.annotations.NullMarked;
