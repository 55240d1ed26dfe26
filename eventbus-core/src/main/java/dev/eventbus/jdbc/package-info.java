/** What the outbox and the inbox share: table names, their DDL, transactions. Plain JDBC, PostgreSQL. */
@NullMarked
package dev.eventbus.jdbc;

import org.jspecify.annotations.NullMarked;
