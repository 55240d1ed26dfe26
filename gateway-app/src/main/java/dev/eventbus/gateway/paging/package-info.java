/** Which part of a list is asked for, and where it goes on. */
@NullMarked
package dev.eventbus.gateway.paging;

import org.jspecify.annotations.NullMarked;
