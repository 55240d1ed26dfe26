package dev.eventbus.gateway.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token of another issuer says.
 *
 * @param email only if the issuer says that it was verified
 */
record ExternalToken(String subject, @Nullable String email, Instant expiresAt) {}
