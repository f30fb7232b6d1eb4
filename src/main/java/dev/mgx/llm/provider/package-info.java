/**
 * Real models: each provider's requests as LangChain4j maps them, sent and read by a transport of our own that
 * an interrupt closes at once. The only package that knows LangChain4j. See docs/adr/0007.
 *
 * <p>May import: {@code task}, {@code json}, {@code llm}.
 */
@NullMarked
package dev.mgx.llm.provider;

import org.jspecify.annotations.NullMarked;
