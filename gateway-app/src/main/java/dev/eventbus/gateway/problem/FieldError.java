package dev.eventbus.gateway.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param field the field as the client wrote it, nested ones joined by dots
 * @param message says what is allowed
 */
public record FieldError(String field, String message) {}
