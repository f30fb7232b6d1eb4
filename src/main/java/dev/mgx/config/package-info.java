/**
 * Settings: what there is, where each value came from, and what it may be.
 */
@NullMarked
package dev.mgx.config;

import org.jspecify.annotations.NullMarked;
