/** What is wrong with a daemon, in messages of our own. Read {@link sh.paseo.protocol.doctor.DoctorPayload}. */
package sh.paseo.protocol.doctor;
