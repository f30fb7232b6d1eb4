/**
 * The one way to the models: who is asked, how many calls are open, how long each may take, what is tried again.
 */
@NullMarked
package dev.mgx.llm.gateway;

import org.jspecify.annotations.NullMarked;
