/** Git worktrees made by the daemon. Read {@link sh.paseo.protocol.worktrees.WorktreePayload}. */
package sh.paseo.protocol.worktrees;
