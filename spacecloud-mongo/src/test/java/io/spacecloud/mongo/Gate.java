package io.spacecloud.mongo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Stands between a client and a server: it can be shut, held and opened again on its port. */
final class Gate implements AutoCloseable {
  private final String host;
  private final int serverPort;
  private final List<Socket> sockets = new ArrayList<>();
  private ServerSocket door;
  private volatile CountDownLatch held = new CountDownLatch(0);

  Gate(String host, int serverPort) {
    this.host = host;
    this.serverPort = serverPort;
    open(0);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Breaks all connections and takes no more. */
  synchronized void shut() {
    closeQuietly(door);
    sockets.forEach(Gate::closeQuietly);
    sockets.clear();
  }

  synchronized void reopen() {
    open(door.getLocalPort());
  }

  /** Takes what the client sends, and lets no answer through. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  private void open(int port) {
    try {
      door = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ServerSocket current = door;
    start(() -> accept(current));
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "gate");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket current) {
    try {
      while (true) {
        connect(current.accept());
      }
    } catch (IOException e) {
      closeQuietly(current); // it was shut
    }
  }

  private synchronized void connect(Socket client) throws IOException {
    Socket server = new Socket(host, serverPort);
    sockets.add(client);
    sockets.add(server);
    start(() -> copy(client, server, false));
    start(() -> copy(server, client, true));
  }

  private void copy(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers) {
          held.await();
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      closeQuietly(to); // one side is gone, and so is the other
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    release();
    shut();
  }
}
