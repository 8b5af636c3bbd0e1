/** Questions of agents and their answers. Read {@link sh.paseo.protocol.permissions.PermissionRequest} first. */
package sh.paseo.protocol.permissions;
