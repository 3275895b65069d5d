package io.quartermaster.gateway.outgoing;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which addresses are public unicast, by IANA's special-purpose registries; what embeds an IPv4 address is judged by it. */
final class PublicAddresses {

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes, 0) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes, int at) {
        int a = bytes[at] & 0xff;
        int b = bytes[at + 1] & 0xff;
        int c = bytes[at + 2] & 0xff;
        return switch (a) {
            case 0, 10, 127 -> false; // this network, private, loopback
            case 100 -> b < 64 || b > 127; // carrier-grade NAT
            case 169 -> b != 254; // link-local, and the metadata services of clouds
            case 172 -> b < 16 || b > 31; // private
            case 192 ->
                !(b == 168 // private
                        || (b == 0 && (c == 0 || c == 2)) // protocol assignments, documentation
                        || (b == 88 && c == 99)); // 6to4 relays
            case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100); // benchmarks, documentation
            case 203 -> !(b == 0 && c == 113); // documentation
            default -> a < 224; // multicast, reserved, broadcast
        };
    }

    private static boolean isPublic6(byte[] bytes) {
        if (startsWith(bytes, 0x00, 0x64, 0xff, 0x9b) && isZero(bytes, 4, 12)) {
            return isPublic4(bytes, 12); // NAT64
        }
        if (isZero(bytes, 0, 10) && ((bytes[10] & bytes[11] & 0xff) == 0xff)) {
            return isPublic4(bytes, 12); // IPv4-mapped
        }
        if ((bytes[0] & 0xe0) != 0x20) {
            return false; // 2000::/3 is all of global unicast; the rest holds ::1, fc00::/7, fe80::/10, ff00::/8
        }
        if (startsWith(bytes, 0x20, 0x02)) {
            return isPublic4(bytes, 2); // 6to4
        }
        return !(startsWith(bytes, 0x20, 0x01)
                        && (bytes[2] & 0xfe) == 0) // 2001::/23: Teredo, ORCHID and other protocols
                && !startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8) // documentation
                && !(startsWith(bytes, 0x3f, 0xff) && (bytes[2] & 0xf0) == 0); // documentation
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
