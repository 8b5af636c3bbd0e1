/** What needs Bouncy Castle: hashes of passwords. Nothing else in the core names that library. */
package sh.paseo.crypto;
