/** Takes orders over HTTP and invoices them by their events. */
@NullMarked
package dev.eventbus.example.orders;

import org.jspecify.annotations.NullMarked;
