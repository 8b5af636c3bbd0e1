package sh.paseo.daemon.processes;

import java.nio.charset.Charset;
import java.util.List;
import sh.paseo.api.PluginException;

/** What can be handed to a program. */
final class ProcessArguments {
    private ProcessArguments() {}

    /** Java would replace what the locale cannot say by question marks and go on. */
    static void check(List<String> command) {
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding"));
        for (String argument : command) {
            if (argument.indexOf('\0') >= 0 || !charset.newEncoder().canEncode(argument)) {
                throw new PluginException(PluginException.Code.INVALID,
                        "This cannot be an argument of a program in the locale " + charset + ": " + argument.replace('\0', '\u2400'));
            }
        }
    }
}
