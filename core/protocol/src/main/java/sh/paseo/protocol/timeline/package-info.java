/** Timelines: items, pages of them and their cursors. Read {@link sh.paseo.protocol.timeline.Item} first. */
package sh.paseo.protocol.timeline;
