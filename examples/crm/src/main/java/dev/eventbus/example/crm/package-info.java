/** A CRM that publishes what happens to its deals and hears what others publish, over HTTP alone. */
@NullMarked
package dev.eventbus.example.crm;

import org.jspecify.annotations.NullMarked;
