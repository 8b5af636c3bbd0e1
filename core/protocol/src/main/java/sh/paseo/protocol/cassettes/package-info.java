/**
 * Recordings of what agents' programs were told and wrote, in messages of our own.
 *
 * <p>Read {@link sh.paseo.protocol.cassettes.CassettePayload}.
 */
package sh.paseo.protocol.cassettes;
