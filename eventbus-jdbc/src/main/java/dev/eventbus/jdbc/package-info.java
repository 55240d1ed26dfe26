/** The inbox in a table, and what it shares with the outbox: table names, DDL, transactions. */
@NullMarked
package dev.eventbus.jdbc;

import org.jspecify.annotations.NullMarked;
