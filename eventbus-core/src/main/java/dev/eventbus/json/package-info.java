/** Events to bytes and back; payload bytes are kept exactly as received. */
@NullMarked
package dev.eventbus.json;

import org.jspecify.annotations.NullMarked;
