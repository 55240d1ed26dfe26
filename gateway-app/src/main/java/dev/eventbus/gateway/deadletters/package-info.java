/** Dead letters, seen and sent again; and events of the log, sent to one subscriber once more. */
@NullMarked
package dev.eventbus.gateway.deadletters;

import org.jspecify.annotations.NullMarked;
