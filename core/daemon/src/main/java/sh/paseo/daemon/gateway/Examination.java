package sh.paseo.daemon.gateway;

import java.util.List;
import java.util.Map;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.Availability;
import sh.paseo.protocol.doctor.DoctorPayload;

/** Looks at the parts of the daemon that the gateway does not know. <b>Thread</b>: a platform thread of its own; may take seconds. */
@FunctionalInterface
public interface Examination {
    /** @param providers what the enabled providers just said, in their order */
    List<DoctorPayload.Finding> findings(Map<ProviderId, Availability> providers);
}
