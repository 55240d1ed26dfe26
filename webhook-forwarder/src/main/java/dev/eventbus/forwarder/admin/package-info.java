/** What operators see of the running forwarder. */
@NullMarked
package dev.eventbus.forwarder.admin;

import org.jspecify.annotations.NullMarked;
