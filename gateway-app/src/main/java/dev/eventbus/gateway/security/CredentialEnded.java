package dev.eventbus.gateway.security;

/** Said on this replica when a session was ended or a key revoked here. */
public record CredentialEnded(String credentialId) {}
