/** The public webhook ingest: raw bytes checked, published once, acknowledged only after the broker did. */
@NullMarked
package dev.eventbus.gateway.channels.hooks;

import org.jspecify.annotations.NullMarked;
