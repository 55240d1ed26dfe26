/** What the lists of the API have in common: query parameters read by name, a cursor, pages. */
@NullMarked
package dev.eventbus.gateway.query;

import org.jspecify.annotations.NullMarked;
