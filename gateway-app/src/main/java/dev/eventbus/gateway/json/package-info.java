/** Reads request bodies and frames strictly, keeping the raw bytes of what is passed on. */
@NullMarked
package dev.eventbus.gateway.json;

import org.jspecify.annotations.NullMarked;
