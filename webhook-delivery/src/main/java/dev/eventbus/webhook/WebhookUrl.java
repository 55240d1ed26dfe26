package dev.eventbus.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checked address of a webhook. Immutable; {@link #toString} leaves out the path and the query, which may hold
 * secrets.
 *
 * @param tls whether the scheme is https
 * @param host lower case; an IPv6 address without its brackets
 * @param port 1 to 65535
 * @param path what stands in the request line, query included; begins with a slash
 */
public record WebhookUrl(boolean tls, String host, int port, String path) {
    private static final Pattern SHAPE = Pattern.compile("(?i)(https?)://([^/?#]*)([^#]*)");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]{1,253}))(?::(\\d{1,5}))?");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E]*");
    private static final Pattern NUMBER = Pattern.compile("(?i)\\d+|0x[0-9a-f]*");
    private static final Pattern OCTET = Pattern.compile("0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]");

    public WebhookUrl {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("url must have a port from 1 to 65535, was " + port);
        }
    }

    /**
     * Reads an absolute http or https URL.
     *
     * @throws IllegalArgumentException in words, without the URL itself because it may hold a secret
     */
    public static WebhookUrl parse(String url) {
        if (!PRINTABLE.matcher(url).matches()) {
            throw new IllegalArgumentException(
                    "url must be printable ASCII without spaces; percent-encode the rest and write hosts as xn--…");
        }
        Matcher shape = SHAPE.matcher(url);
        if (!shape.matches()) {
            throw new IllegalArgumentException("url must be http://host/path or https://host/path, without a fragment");
        }
        boolean tls = shape.group(1).equalsIgnoreCase("https");
        Matcher authority = authority(shape.group(2));
        String path = shape.group(3).startsWith("/") ? shape.group(3) : "/" + shape.group(3);
        return new WebhookUrl(tls, host(authority), port(authority.group(3), tls), path);
    }

    private static Matcher authority(String text) {
        if (text.contains("@")) {
            throw new IllegalArgumentException("url must not hold user information; use a header for credentials");
        }
        Matcher authority = AUTHORITY.matcher(text);
        if (!authority.matches()) {
            throw new IllegalArgumentException("url must name a host, as a name, 192.0.2.1 or [2001:db8::1]");
        }
        return authority;
    }

    private static String host(Matcher authority) {
        String name = authority.group(2);
        if (name == null) {
            return ipv6(authority.group(1).toLowerCase(Locale.ROOT));
        }
        requirePlainNumbers(name);
        return name.toLowerCase(Locale.ROOT);
    }

    private static String ipv6(String literal) {
        try {
            InetAddress.getByName("[" + literal + "]"); // in brackets it is never looked up
            return literal;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("url must hold an IPv6 address in its brackets, was [" + literal + "]");
        }
    }

    /** 0x7f.1, 017700000001 and 127.1 are read differently by every library; only four plain octets are accepted. */
    private static void requirePlainNumbers(String host) {
        String[] labels = host.split("\\.", -1);
        boolean numeric = NUMBER.matcher(labels[labels.length - 1]).matches();
        for (int i = 0; numeric && i < labels.length; i++) {
            numeric = OCTET.matcher(labels[i]).matches() && labels.length == 4;
            if (!numeric) {
                throw new IllegalArgumentException(
                        "url must write an IPv4 host as four decimal numbers like 192.0.2.1, was " + host);
            }
        }
        if (host.startsWith(".") || host.contains("..") || host.endsWith(".")) {
            throw new IllegalArgumentException("url must name a host without empty labels, was " + host);
        }
    }

    private static int port(String text, boolean tls) {
        if (text == null) {
            return tls ? 443 : 80;
        }
        return Integer.parseInt(text);
    }

    /** The host as URLs and the Host header write it: an IPv6 address in brackets. */
    String hostInUrl() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** Asked for every attempt. A last label of digits alone was seen to be one of four octets. */
    boolean isIpLiteral() {
        int at = host.length();
        while (at > 0 && host.charAt(at - 1) >= '0' && host.charAt(at - 1) <= '9') {
            at--;
        }
        boolean number = at < host.length() && (at == 0 || host.charAt(at - 1) == '.');
        return number || host.contains(":");
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + hostInUrl() + ":" + port + "/…";
    }
}
