/** Hosts the extensions that live in this process: beans, and plugin jars with class loaders of their own. */
@NullMarked
package dev.eventbus.gateway.extensions.inprocess;

import org.jspecify.annotations.NullMarked;
