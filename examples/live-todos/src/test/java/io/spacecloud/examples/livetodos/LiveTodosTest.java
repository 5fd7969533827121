package io.spacecloud.examples.livetodos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveTodosTest {
  private LiveTodos todos;
  private HttpClient ann;

  @BeforeEach
  void start() throws Exception {
    todos = LiveTodos.start(0);
    ann = signedIn("ann");
  }

  @AfterEach
  void stop() {
    todos.close();
  }

  private HttpClient signedIn(String name) throws Exception {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    assertThat(post(client, "api/session", name).statusCode()).isEqualTo(200);
    return client;
  }

  private HttpResponse<String> post(HttpClient client, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(todos.url() + path))
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> add(HttpClient client, String owner, String title) throws Exception {
    String doc = "{\"id\":\"%s\",\"owner\":\"%s\",\"title\":\"%s\"}";
    String body = "{\"op\":\"one\",\"doc\":" + doc.formatted(UUID.randomUUID(), owner, title) + "}";
    return post(client, "api/todos/create", body);
  }

  @Test
  void thePageIsThere() throws Exception {
    HttpRequest page = HttpRequest.newBuilder(URI.create(todos.url())).build();
    assertThat(ann.send(page, BodyHandlers.ofString()).body()).contains("Live todos");
  }

  @Test
  void whatIsRefusedHasAStatus() throws Exception {
    assertThat(add(ann, "ann", "mine").statusCode()).isEqualTo(200);
    assertThat(add(ann, "bob", "not mine").statusCode()).isEqualTo(403);
    assertThat(add(HttpClient.newHttpClient(), "ann", "of nobody").statusCode()).isEqualTo(403);
    assertThat(post(ann, "api/users/read", "{\"op\":\"all\"}").statusCode()).isEqualTo(404);
    assertThat(post(ann, "api/todos/read", "{\"op\":\"some\"}").statusCode()).isEqualTo(400);
    assertThat(post(ann, "api/todos/drop", "{}").statusCode()).isEqualTo(404);
    assertThat(post(ann, "api/session", "../").statusCode()).isEqualTo(400);
    assertThat(post(ann, "api/todos/read", "{\"op\":\"count\"}").body())
        .isEqualTo("{\"result\":1}");
  }

  @Test
  void aStreamTellsWhatChanges() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(todos.url() + "api/todos/live"))
            .header("Accept", "text/event-stream")
            .build();
    HttpResponse<java.io.InputStream> stream = ann.send(request, BodyHandlers.ofInputStream());
    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(next(events)).contains("\"type\":\"snapshot\"", "\"docs\":[]");
      add(signedIn("bob"), "bob", "hidden");
      add(ann, "ann", "seen");
      assertThat(next(events)).contains("\"type\":\"added\"", "seen");
    }
  }

  private static String next(BufferedReader events) throws IOException {
    String line = events.readLine();
    while (line != null && !line.startsWith("data:")) {
      line = events.readLine();
    }
    return String.valueOf(line);
  }
}
