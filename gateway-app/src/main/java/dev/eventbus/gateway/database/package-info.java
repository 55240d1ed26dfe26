/** The gateway's PostgreSQL: migrations in the background, plain JDBC, and what it means when it is away. */
@NullMarked
package dev.eventbus.gateway.database;

import org.jspecify.annotations.NullMarked;
