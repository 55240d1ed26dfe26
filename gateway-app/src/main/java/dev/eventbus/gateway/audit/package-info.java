/** Who did what: entries that are added and never changed. */
@NullMarked
package dev.eventbus.gateway.audit;

import org.jspecify.annotations.NullMarked;
