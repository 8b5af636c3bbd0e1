/** Plugins, in messages of our own. Read {@link sh.paseo.protocol.plugins.PluginPayload}. */
package sh.paseo.protocol.plugins;
