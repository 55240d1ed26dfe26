package dev.eventbus.gateway.channels;

/** A channel and how it fares. */
record StoredChannel(Channel channel, ChannelStatus status) {}
