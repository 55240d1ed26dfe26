/** One guarded, bounded HTTP POST, and what its answer means. Plain Java on the Vert.x HTTP client. */
@NullMarked
package dev.eventbus.webhook;

import org.jspecify.annotations.NullMarked;
