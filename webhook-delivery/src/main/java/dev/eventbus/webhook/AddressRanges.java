package dev.eventbus.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * What kind of place an address is, by its bytes (IANA special-purpose registries). The JDK's own flags know neither
 * CGNAT nor unique local addresses nor IPv4 inside IPv6.
 */
final class AddressRanges {
    /** From harmless to never. */
    enum Kind {
        PUBLIC,
        PRIVATE,
        FORBIDDEN
    }

    private record Range(byte[] prefix, int bits, Kind kind) {
        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            int mask = 0xFF00 >> bits % 8 & 0xFF;
            return Arrays.equals(address, 0, whole, prefix, 0, whole)
                    && (mask == 0 || (address[whole] & mask) == (prefix[whole] & mask));
        }
    }

    /** Where an IPv6 range carries an IPv4 address. */
    private record Embedded(Range range, int offset) {}

    // the first match counts
    private final List<Range> ranges = List.of(
            // cloud metadata and platform services, then what no HTTP endpoint can be
            range("169.254.0.0/16", Kind.FORBIDDEN),
            range("100.100.100.200/32", Kind.FORBIDDEN),
            range("168.63.129.16/32", Kind.FORBIDDEN),
            range("192.0.0.192/32", Kind.FORBIDDEN),
            range("fd00:ec2::/32", Kind.FORBIDDEN),
            range("fd00:42::42/128", Kind.FORBIDDEN),
            range("fd20:ce::254/128", Kind.FORBIDDEN),
            range("0.0.0.0/8", Kind.FORBIDDEN),
            range("192.0.2.0/24", Kind.FORBIDDEN),
            range("198.51.100.0/24", Kind.FORBIDDEN),
            range("203.0.113.0/24", Kind.FORBIDDEN),
            range("192.88.99.0/24", Kind.FORBIDDEN),
            range("224.0.0.0/4", Kind.FORBIDDEN),
            range("240.0.0.0/4", Kind.FORBIDDEN),
            range("::/128", Kind.FORBIDDEN),
            range("64:ff9b:1::/48", Kind.FORBIDDEN),
            range("100::/64", Kind.FORBIDDEN),
            range("2001:db8::/32", Kind.FORBIDDEN),
            range("3fff::/20", Kind.FORBIDDEN),
            range("5f00::/16", Kind.FORBIDDEN),
            range("fe80::/10", Kind.FORBIDDEN),
            range("fec0::/10", Kind.FORBIDDEN),
            range("ff00::/8", Kind.FORBIDDEN),
            range("2001::/23", Kind.FORBIDDEN),
            range("10.0.0.0/8", Kind.PRIVATE),
            range("100.64.0.0/10", Kind.PRIVATE),
            range("127.0.0.0/8", Kind.PRIVATE),
            range("172.16.0.0/12", Kind.PRIVATE),
            range("192.0.0.0/24", Kind.PRIVATE),
            range("192.168.0.0/16", Kind.PRIVATE),
            range("198.18.0.0/15", Kind.PRIVATE),
            range("::1/128", Kind.PRIVATE),
            range("fc00::/7", Kind.PRIVATE),
            range("0.0.0.0/0", Kind.PUBLIC),
            range("2000::/3", Kind.PUBLIC));

    private final List<Embedded> embedded = List.of(
            new Embedded(mapped(), 12),
            new Embedded(range("64:ff9b::/96", Kind.PUBLIC), 12),
            new Embedded(range("2002::/16", Kind.PUBLIC), 2),
            new Embedded(range("::/96", Kind.PUBLIC), 12));

    /** The kind of an IPv4 address (4 bytes) or an IPv6 address (16 bytes); an unknown range is forbidden. */
    Kind of(byte[] address) {
        for (Embedded form : embedded) {
            boolean loopbackOrUnspecified = form.offset() == 12 && isTinyIpv6(address);
            if (!loopbackOrUnspecified && form.range().holds(address)) {
                return of(Arrays.copyOfRange(address, form.offset(), form.offset() + 4));
            }
        }
        for (Range range : ranges) {
            if (range.holds(address)) {
                return range.kind();
            }
        }
        return Kind.FORBIDDEN;
    }

    /** {@code ::} and {@code ::1} lie in the old IPv4-compatible range but mean something else. */
    private static boolean isTinyIpv6(byte[] address) {
        for (int i = 0; i < address.length - 1; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address.length == 16 && address[15] >= 0 && address[15] <= 1;
    }

    /** ::ffff:0:0/96 by hand, because the JDK parses that literal as IPv4. */
    private static Range mapped() {
        byte[] prefix = new byte[16];
        prefix[10] = (byte) 0xFF;
        prefix[11] = (byte) 0xFF;
        return new Range(prefix, 96, Kind.PUBLIC);
    }

    private static Range range(String cidr, Kind kind) {
        int slash = cidr.indexOf('/');
        String literal = cidr.substring(0, slash);
        try {
            byte[] prefix = InetAddress.getByName(literal).getAddress(); // a literal: no look-up
            return new Range(prefix, Integer.parseInt(cidr.substring(slash + 1)), kind);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an address literal: " + literal, e);
        }
    }
}
