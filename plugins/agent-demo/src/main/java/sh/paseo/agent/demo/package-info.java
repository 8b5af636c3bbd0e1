/**
 * The demo agent: it shows the main job, from prompt to permission to report, without an account and without a program of its own.
 *
 * <p>Read {@link sh.paseo.agent.demo.DemoProvider} first, then {@code DemoTurn}, which is the script every prompt plays.
 */
package sh.paseo.agent.demo;
