package dev.eventbus.gateway.realtime;

import dev.eventbus.topic.TopicPattern;

/**
 * One subscription of one client. The index knows it by identity: what is to be removed is what was added.
 *
 * @param client who gets the events
 * @param ref what the client calls it, as JSON
 * @param pattern which events
 */
record Interest(Client client, String ref, TopicPattern pattern) {}
