package sh.paseo.cli;

import picocli.CommandLine.Model.OptionSpec;

/** Exit codes that tell how the agent fares; only with {@code --exit-status}, since without it they say how the command fared. */
final class ExitStatus {
    static final int ERROR = 1;
    static final int PERMISSION = 2;
    static final int TIMEOUT = 124;

    private ExitStatus() {}

    static OptionSpec option() {
        return Arguments.flag("exit with 1 for an error, 2 for a permission asked, 124 for a timeout", "--exit-status");
    }

    static int of(Call call, String status) {
        if (!call.arguments().has("--exit-status")) {
            return 0;
        }
        return switch (status) {
            case "error" -> ERROR;
            case "permission" -> PERMISSION;
            case "timeout" -> TIMEOUT;
            default -> 0;
        };
    }
}
