package dev.mgx.repository;

/**
 * What became of a branch.
 *
 * @param commit that it points to
 * @param commits of the chain, without those that change nothing
 * @param moved false if it pointed there before, or there is nothing to commit
 */
public record BranchResult(String commit, int commits, boolean moved) {}
