@NullMarked
package dev.mgx.server.http;

import org.jspecify.annotations.NullMarked;
