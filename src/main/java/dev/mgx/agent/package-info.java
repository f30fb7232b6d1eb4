/**
 * The loop of an agent: a conversation in which a model acts, sees what came of it, and acts again until its checks pass. Knows
 * no role, no check and no sandbox; what it works with is a {@link dev.mgx.agent.Workbench}.
 */
@NullMarked
package dev.mgx.agent;

import org.jspecify.annotations.NullMarked;
