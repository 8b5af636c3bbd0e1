/**
 * The rules of the whole code base that a compiler cannot check: {@link sh.paseo.architecture.ArchitectureTest} over classes,
 * {@link sh.paseo.architecture.SourceRulesTest} over texts.
 */
package sh.paseo.architecture;
