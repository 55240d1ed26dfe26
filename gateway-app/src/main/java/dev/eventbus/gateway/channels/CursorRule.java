package dev.eventbus.gateway.channels;

/**
 * How a list is asked for what comes after the last answer.
 *
 * @param pointer JSON pointer (RFC 6901) to where an answer says it
 * @param parameter of the query, to say it again
 */
public record CursorRule(String pointer, String parameter) {}
