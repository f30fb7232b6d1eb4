/** Tests of services. */
@NullMarked
package dev.mgx.service;

import org.jspecify.annotations.NullMarked;
