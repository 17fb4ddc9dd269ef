package io.beamflink.local.operator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Answers GET / with 200 while the operator is healthy, else with 500, for the kubelet's probes. */
final class HealthProbe {
  private HealthProbe() {}

  static HttpServer start(int port, BooleanSupplier healthy) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean ok = healthy.getAsBoolean();
          byte[] body = (ok ? "healthy\n" : "unhealthy\n").getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(ok ? 200 : 500, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return server;
  }
}
