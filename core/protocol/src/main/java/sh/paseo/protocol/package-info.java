/**
 * The wire language: records for every message we speak and the strict codec between them and JSON.
 *
 * <p>Read {@link sh.paseo.protocol.Codec} first, then the record families, one package for each group of messages. A component
 * that is an {@code Optional} may be missing on the wire; one that is also nillable is always written, as null if it is empty.
 */
package sh.paseo.protocol;
