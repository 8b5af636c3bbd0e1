package sh.paseo.websocket;

/** Which end of a connection we are: a client masks what it sends, a server insists on it. */
public enum Role {
    SERVER,
    CLIENT
}
