/** Extensions: what is there, where it is installed, which events it gets. */
@NullMarked
package dev.eventbus.gateway.extensions;

import org.jspecify.annotations.NullMarked;
