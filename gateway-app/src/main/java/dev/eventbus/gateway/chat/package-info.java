/** The built-in chat extension: notifications become messages of a channel, and each message an event. */
@NullMarked
package dev.eventbus.gateway.chat;

import org.jspecify.annotations.NullMarked;
