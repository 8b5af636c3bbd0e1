/**
 * The assembled folder as a user has it: every test starts real programs. {@link sh.paseo.it.Distribution} is the fixture;
 * {@link sh.paseo.it.FirstHourTest} shows how it is used.
 */
package sh.paseo.it;
