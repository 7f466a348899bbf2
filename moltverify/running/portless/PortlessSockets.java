package moltverify;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.rmi.server.RMISocketFactory;

/** Gives RMI server sockets that open no port, so that nothing can connect to an exported object. */
public final class PortlessSockets extends RMISocketFactory {
    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new ConnectException("RMI connects to nothing here");
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return new PortlessServer(port);
    }

    private static final class PortlessServer extends ServerSocket {
        private final int port;

        PortlessServer(int port) throws IOException {
            // RMI takes the port 0 of a server for one that does not listen yet.
            this.port = port == 0 ? 1 : port;
        }

        @Override
        public int getLocalPort() {
            return port;
        }

        /**
         * Waits on a monitor until the server is closed. At its end the virtual machine waits 0.3 s
         * for each thread that is in native code, such as the accept of an ordinary server.
         */
        @Override
        public synchronized Socket accept() throws IOException {
            while (!isClosed()) {
                try {
                    wait();
                } catch (InterruptedException ignored) {
                    // As in an ordinary server, whose accept goes on after an interrupt.
                }
            }
            throw new SocketException("Socket closed");
        }

        @Override
        public void close() throws IOException {
            super.close();
            synchronized (this) {
                notifyAll();
            }
        }
    }
}
