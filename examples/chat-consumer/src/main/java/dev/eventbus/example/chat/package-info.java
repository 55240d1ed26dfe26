/** An extension that lives in the gateway's process and listens to chat and deals. */
@NullMarked
package dev.eventbus.example.chat;

import org.jspecify.annotations.NullMarked;
