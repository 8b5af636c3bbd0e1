package sh.paseo.daemon.gateway;

/** Ends the daemon. <b>Thread</b>: any; returns at once, so that the answer to the request still goes out. */
public interface DaemonControl {
    void stop(String reason);

    void restart(String reason);
}
