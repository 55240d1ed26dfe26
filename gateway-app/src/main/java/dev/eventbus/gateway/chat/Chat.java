package dev.eventbus.gateway.chat;

import jakarta.enterprise.context.ApplicationScoped;

/** Keeps what is said and announces it. A message that is kept is announced, whatever happens in between. */
@ApplicationScoped
class Chat {
    private final ChatMessages messages;
    private final Announce announce;

    Chat(ChatMessages messages, Announce announce) {
        this.messages = messages;
        this.announce = announce;
    }

    /** Returns when the message is kept; an announcement that fails is made up for later. */
    void say(StoredMessage message) {
        if (messages.addIfAbsent(message)) {
            announce.now(message);
        }
    }
}
