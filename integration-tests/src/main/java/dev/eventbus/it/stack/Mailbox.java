package dev.eventbus.it.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalLong;

/**
 * A mail server that delivers to nobody: it takes what the platform sends and shows it at {@code GET /messages}.
 *
 * <p>{@code DELETE /messages} empties it. SMTP is on a free port that only the stack has to know.
 */
final class Mailbox implements Part {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final GreenMail smtp;
    private final HttpServer http;

    private Mailbox(GreenMail smtp, HttpServer http) {
        this.smtp = smtp;
        this.http = http;
    }

    static Mailbox start(int port) {
        GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        try {
            Mailbox mailbox = new Mailbox(smtp, HttpServer.create(new InetSocketAddress(port), 0));
            mailbox.http.createContext("/messages", mailbox::handle);
            mailbox.http.start();
            smtp.start();
            return mailbox;
        } catch (IOException e) {
            throw new StackException("Could not start the mailbox on port " + port + ": " + e.getMessage(), e);
        }
    }

    String url() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    int smtpPort() {
        return smtp.getSmtp().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if ("DELETE".equals(exchange.getRequestMethod())) {
                smtp.purgeEmailFromAllMailboxes();
            }
            byte[] list = JSON.writeValueAsBytes(messages());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
        } catch (MessagingException | com.icegreen.greenmail.store.FolderException e) {
            throw new IOException("Could not read the mailbox", e);
        }
    }

    private ArrayNode messages() throws MessagingException {
        ArrayNode all = JSON.createArrayNode();
        for (MimeMessage message : smtp.getReceivedMessages()) {
            all.addObject()
                    .put("from", message.getHeader("From", ", "))
                    .put("to", message.getHeader("To", ", "))
                    .put("subject", message.getSubject())
                    .put("raw", GreenMailUtil.getWholeMessage(message));
        }
        return all;
    }

    @Override
    public String name() {
        return "mail";
    }

    /** It lives in the process of the launcher. */
    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public boolean isAlive() {
        return smtp.isRunning();
    }

    @Override
    public void close() {
        http.stop(0);
        smtp.stop();
    }
}
