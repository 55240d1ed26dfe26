package dev.eventbus.gateway.database;

/** Said once, when the schema is up to date; an observer that throws has everything tried again later. */
public record DatabaseReady() {}
