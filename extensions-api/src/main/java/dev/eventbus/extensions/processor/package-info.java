/** Checks event handlers while they are compiled, and writes what plugins and native executables need of them. */
@NullMarked
package dev.eventbus.extensions.processor;

import org.jspecify.annotations.NullMarked;
