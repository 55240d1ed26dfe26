/** Topics, the patterns that match them, and the index that finds all matching patterns at once. */
@NullMarked
package dev.eventbus.topic;

import org.jspecify.annotations.NullMarked;
