/**
 * What this machine has and lacks for a server, examined part by part.
 */
@NullMarked
package dev.mgx.doctor;

import org.jspecify.annotations.NullMarked;
