/**
 * What all dialects share: the request, the transport, the frames of a stream, the answer while it comes, a provider's error as a sentence. What only one protocol says is in
 * the package of its dialect.
 *
 * <p>May import: {@code llm}, {@code llm.endpoint}, {@code json}, Jackson, {@code java.net.http}.
 */
@NullMarked
package dev.mgx.llm.http;

import org.jspecify.annotations.NullMarked;
