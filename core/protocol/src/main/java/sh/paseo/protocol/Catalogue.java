package sh.paseo.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sh.paseo.protocol.agents.AgentPayload;
import sh.paseo.protocol.agents.AgentRequest;
import sh.paseo.protocol.cassettes.CassettePayload;
import sh.paseo.protocol.cassettes.CassetteRequest;
import sh.paseo.protocol.connection.ConnectionPayload;
import sh.paseo.protocol.connection.ConnectionRequest;
import sh.paseo.protocol.doctor.DoctorPayload;
import sh.paseo.protocol.doctor.DoctorRequest;
import sh.paseo.protocol.permissions.PermissionPayload;
import sh.paseo.protocol.permissions.PermissionResponse;
import sh.paseo.protocol.plugins.PluginPayload;
import sh.paseo.protocol.plugins.PluginRequest;
import sh.paseo.protocol.providers.ProviderPayload;
import sh.paseo.protocol.providers.ProviderRequest;
import sh.paseo.protocol.timeline.TimelinePayload;
import sh.paseo.protocol.timeline.TimelineRequest;
import sh.paseo.protocol.worktrees.WorktreePayload;
import sh.paseo.protocol.worktrees.WorktreeRequest;

/** Every message we speak. The golden file {@code wire-catalog.txt} is made from it. */
public final class Catalogue {
    private Catalogue() {}

    /** Requests by their type on the wire. */
    public static Map<String, Class<? extends Request>> requests() {
        Map<String, Class<? extends Request>> requests = new LinkedHashMap<>();
        Stream.of(ConnectionRequest.class, AgentRequest.class, TimelineRequest.class, PermissionResponse.class, ProviderRequest.class,
                WorktreeRequest.class, PluginRequest.class, CassetteRequest.class, DoctorRequest.class)
                .flatMap(family -> family.isSealed() ? Stream.of(family.getPermittedSubclasses()) : Stream.of(family))
                .forEach(type -> requests.put(type.getAnnotation(Wire.class).value(), type.asSubclass(Request.class)));
        return requests;
    }

    /** Payloads, family by family. */
    public static List<Class<? extends Payload>> payloads() {
        return Stream.of(ConnectionPayload.class, AgentPayload.class, TimelinePayload.class, PermissionPayload.class,
                ProviderPayload.class, WorktreePayload.class, PluginPayload.class, CassettePayload.class, DoctorPayload.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .<Class<? extends Payload>>map(type -> type.asSubclass(Payload.class)).toList();
    }
}
