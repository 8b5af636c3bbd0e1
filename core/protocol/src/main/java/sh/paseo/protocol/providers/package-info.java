/** Agent providers, their models and modes. Read {@link sh.paseo.protocol.providers.ProviderPayload} first. */
package sh.paseo.protocol.providers;
