/**
 * Finds, checks, starts and stops plugins: jar files in a few folders, each with a class loader of its own. The only package that
 * knows PF4J's engine.
 *
 * <p>Class loading is separated, trust is not: a plugin is code that runs with the user's rights.
 *
 * <p>Read {@link sh.paseo.daemon.plugins.PluginHost} first, then {@code PluginJar}.
 */
package sh.paseo.daemon.plugins;
