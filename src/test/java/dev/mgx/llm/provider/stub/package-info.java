/**
 * A model server on loopback that implements the streaming protocol of each provider from its public documentation,
 * and misbehaves on demand.
 */
@NullMarked
package dev.mgx.llm.provider.stub;

import org.jspecify.annotations.NullMarked;
