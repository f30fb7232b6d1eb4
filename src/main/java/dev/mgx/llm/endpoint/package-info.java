/**
 * Where models are asked, and how one gets there: providers, their addresses and keys, proxies, certificates.
 *
 * <p>May import: nothing of ours.
 */
@NullMarked
package dev.mgx.llm.endpoint;

import org.jspecify.annotations.NullMarked;
