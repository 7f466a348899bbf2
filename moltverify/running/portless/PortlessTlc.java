package moltverify;

import java.rmi.server.RMISocketFactory;

/** Runs TLC's own main class with RMI sockets that open no port. */
public final class PortlessTlc {
    private PortlessTlc() {}

    public static void main(String[] arguments) throws Exception {
        RMISocketFactory.setSocketFactory(new PortlessSockets());
        tlc2.TLC.main(arguments);
    }
}
