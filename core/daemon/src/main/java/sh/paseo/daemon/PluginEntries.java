package sh.paseo.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import sh.paseo.daemon.plugins.PluginReport;
import sh.paseo.protocol.plugins.PluginPayload;

/** What {@code plugin ls} shows. */
final class PluginEntries {
    private PluginEntries() {}

    static List<PluginPayload.Entry> of(List<PluginReport> reports) {
        return reports.stream().map(PluginEntries::entry).toList();
    }

    private static PluginPayload.Entry entry(PluginReport report) {
        String hash;
        try {
            hash = report.sha256();
        } catch (IOException gone) {
            hash = "unreadable: " + gone.getMessage();
        }
        return new PluginPayload.Entry(report.id(), report.version(), report.kind().name().toLowerCase(Locale.ROOT),
                report.state().name().toLowerCase(Locale.ROOT), report.reason(), report.file().toString(), hash);
    }
}
