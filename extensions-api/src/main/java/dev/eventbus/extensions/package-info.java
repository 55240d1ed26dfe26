/** What an extension author compiles against, and the dispatcher that calls extensions in this process. */
@NullMarked
package dev.eventbus.extensions;

import org.jspecify.annotations.NullMarked;
