package dev.eventbus.gateway.json;

import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * One member of a scanned object.
 *
 * @param kind the token its value begins with
 * @param text the value of a text, null for anything else
 * @param literal a number, true, false or null as written; null for anything else
 * @param from where an object or array begins in the scanned bytes
 * @param to where it ends, exclusive
 */
record Member(
        JsonToken kind, @Nullable String text, @Nullable String literal, int from, int to) {}
