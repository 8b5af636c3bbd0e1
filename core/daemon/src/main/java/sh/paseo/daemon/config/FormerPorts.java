package sh.paseo.daemon.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.ListenAddress.Tcp;

/** Lets a daemon that is started again listen where clients look for it, although the system had chosen the port. */
public final class FormerPorts {
    private FormerPorts() {}

    /**
     * The addresses to listen on, each port 0 replaced by the one that the host had before.
     *
     * @param former as {@code paseo.pid} says it; what is no address in it counts for nothing
     */
    public static List<ListenAddress> of(List<ListenAddress> wanted, Optional<String> former) {
        List<Tcp> known = new ArrayList<>();
        for (String text : former.map(all -> all.split(",")).orElseGet(() -> new String[0])) {
            try {
                if (ListenText.parse(text, Path.of("/")) instanceof Tcp tcp) {
                    known.add(tcp);
                }
            } catch (IllegalArgumentException _) {
                // Of another daemon, which may spell addresses in its own way.
            }
        }
        return wanted.stream().map(address -> again(address, known)).toList();
    }

    private static ListenAddress again(ListenAddress wanted, List<Tcp> known) {
        if (!(wanted instanceof Tcp tcp) || tcp.port() != 0) {
            return wanted;
        }
        return known.stream().filter(before -> before.host().equals(tcp.host())).findFirst().orElse(tcp);
    }
}
