/**
 * Drives the Claude Code CLI in its stream-json mode: one process is one conversation, one JSON object a line in both directions.
 *
 * <p>Read {@link sh.paseo.agent.claude.ClaudeProvider} first, then {@link sh.paseo.agent.claude.ClaudeMapper}, which turns the
 * CLI's lines into events and is a pure function of lines and sends.
 */
package sh.paseo.agent.claude;
