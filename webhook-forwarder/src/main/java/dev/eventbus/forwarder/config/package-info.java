/** YAML files to records that check themselves; whatever is wrong is told with file, line and column, all at once. */
@NullMarked
package dev.eventbus.forwarder.config;

import org.jspecify.annotations.NullMarked;
