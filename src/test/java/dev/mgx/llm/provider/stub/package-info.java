/**
 * A model server on loopback that speaks each provider's streaming protocol, written from its public
 * documentation, and misbehaves on demand.
 */
@NullMarked
package dev.mgx.llm.provider.stub;

import org.jspecify.annotations.NullMarked;
