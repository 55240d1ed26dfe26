package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;
import java.time.Instant;

/**
 * A user with a live session.
 *
 * @param sessionId the session they signed in with
 * @param account as it was when last looked up, seconds ago at most while PostgreSQL is there
 * @param expiresAt when the session ends by itself
 */
public record SignedIn(String sessionId, Account account, Instant expiresAt) {}
