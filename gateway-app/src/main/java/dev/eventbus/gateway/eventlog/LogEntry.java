package dev.eventbus.gateway.eventlog;

import dev.eventbus.Verdict;
import java.util.concurrent.CompletableFuture;

/**
 * An event on its way into the log.
 *
 * @param verdict completed once it is committed, or could not be
 */
record LogEntry(EventRow row, CompletableFuture<Verdict> verdict) {}
