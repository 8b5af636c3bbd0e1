/**
 * How things look in a terminal or a pipe: tables, JSON, YAML, timelines. Nothing in here knows a daemon or writes anywhere. Read
 * {@link sh.paseo.cli.text.Table} and {@link sh.paseo.cli.text.TimelineText} first.
 */
package sh.paseo.cli.text;
