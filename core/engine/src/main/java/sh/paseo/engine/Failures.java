package sh.paseo.engine;

import sh.paseo.api.PluginException;

/** What a plugin's failure means to a user. */
final class Failures {
    private Failures() {}

    static String describe(Throwable failure) {
        if (failure instanceof PluginException told) {
            return told.getMessage();
        }
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
