package dev.eventbus.it.stack;

/** What a person sees when the stack is ready: where everything is, and something to try. */
final class MainScreen {

    private MainScreen() {}

    static String of(LocalStack stack) {
        return """

            The event platform is ready.

              gateway    %s      notifier   %s
              forwarder  %s      receiver   %s/received
              nats       %s      postgres   %s
              mail       %s/messages

            %s
            Try it:

              TOKEN=$(curl -s %s/api/auth/login -H 'Content-Type: application/json' \\
                -d '{"email":"member@example.com","password":"member-password"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
              curl -s %s/api/workspaces/%s/events/publish -H "Authorization: Bearer $TOKEN" \\
                -H 'Content-Type: application/json' \\
                -d '{"eventKey":"crm.deal.closed","payload":{"dealId":"deal_1","amount":1000}}'
            """.formatted(
                        stack.gateway().url(),
                        stack.notifier().url(),
                        stack.forwarder().url(),
                        stack.receiverUrl(),
                        stack.broker().url(),
                        stack.databaseUrl(),
                        stack.mailUrl(),
                        users(stack),
                        stack.gateway().url(),
                        stack.gateway().url(),
                        DemoUser.WORKSPACE);
    }

    private static String users(LocalStack stack) {
        StringBuilder lines = new StringBuilder("Workspace \"" + DemoUser.WORKSPACE + "\", users:\n");
        for (DemoUser user : stack.users()) {
            lines.append("  %-22s %-19s %s%n"
                    .formatted(user.email(), user.password(), user.demoRole().orElse("in no workspace")));
        }
        return lines.toString();
    }
}
