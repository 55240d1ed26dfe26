package dev.eventbus.gateway.channels;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sealed before it is stored and never shown.
 *
 * @param signature what requests are signed with; null unless the channel is a webhook
 * @param headers sent with each request for events
 */
@RegisterForReflection
public record ChannelSecrets(@Nullable String signature, Map<String, String> headers) {
    /** What answers show in place of a secret; in a request it stands for the stored one. */
    static final String HIDDEN = "***";

    static final ChannelSecrets NONE = new ChannelSecrets(null, Map.of());

    @JsonIgnore
    boolean isEmpty() {
        return signature == null && headers.isEmpty();
    }

    /** @param stored what hidden values stand for; nothing where they must not be passed on */
    ChannelSecrets withKept(ChannelSecrets stored) {
        Map<String, String> whole = new LinkedHashMap<>(headers);
        whole.replaceAll((name, value) -> {
            String known = stored.headers.get(name);
            if (value.equals(HIDDEN) && known == null) {
                String field = "headers." + name;
                throw new ProblemException(Problem.invalid(
                        field,
                        field + " must be given as a value, not as " + HIDDEN
                                + ": there is no stored one for this scheme and host"));
            }
            return value.equals(HIDDEN) && known != null ? known : value;
        });
        return new ChannelSecrets(signature == null ? stored.signature : signature, whole);
    }

    @Override
    public String toString() {
        return "ChannelSecrets[headers=" + headers.keySet() + "]";
    }
}
