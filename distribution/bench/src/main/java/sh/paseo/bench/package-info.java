/**
 * Measures the shipped daemon and command line from outside: start, memory, round trips, fan-out, long timelines, slow
 * clients, with yardsticks in the same run.
 *
 * <p>Read {@link sh.paseo.bench.BenchMain} for the order of things and {@code Crowd} for how many clients are read at once.
 * Nothing here depends on the daemon's own code: what is measured is what any client would see.
 */
package sh.paseo.bench;
