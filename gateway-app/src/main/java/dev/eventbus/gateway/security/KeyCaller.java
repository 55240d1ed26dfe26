package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.account.Membership;
import java.util.List;
import java.util.Objects;

/** A program with an API key: a member of the key's workspace and nothing anywhere else. */
record KeyCaller(ApiKey key) implements Caller {
    @Override
    public Account account() {
        Membership part = new Membership(key.workspaceId(), Membership.Role.MEMBER);
        return new Account(key.id(), "", key.name(), null, List.of(part));
    }

    @Override
    public String credentialId() {
        return key.id();
    }

    @Override
    public String credentialKind() {
        return "API_KEY";
    }

    @Override
    public String source() {
        return Objects.requireNonNullElse(key.extension(), ANY_SOURCE);
    }
}
