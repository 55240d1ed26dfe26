/** Transactions, migrations, and which database failures will pass. */
@NullMarked
package dev.eventbus.notifications.database;

import org.jspecify.annotations.NullMarked;
