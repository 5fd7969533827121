package io.spacecloud.realtime;

/** Where calls go: Space Cloud's own subjects, and those that a project has for itself. */
final class FunctionSubjects {
  private static final String PREFIX = "functions:";

  private FunctionSubjects() {}

  /**
   * {@code functions:<project>.<service>}: Space Cloud's subject with the project in it, since
   * several may share a broker.
   */
  static String of(String project, String service) {
    String one = service.replace("~", "~0").replace("/", "~1"); // a slash would be another token
    return NatsSubject.of(PREFIX + NatsSubject.token(project), one);
  }

  /** Where whoever serves a service hears that calls are not waited for any more. */
  static String ofCancelling(String project, String service) {
    return of(project, service) + ".cancel";
  }

  /** {@code functions:<service>}, as Space Cloud has it; the name is a plain one. */
  static String ofPlain(String service) {
    return PREFIX + service;
  }

  /** Whether Space Cloud's subject of the service is one that nothing else is, nor a wildcard. */
  static boolean isPlain(String service) {
    return !service.isEmpty() && NatsSubject.token(service).equals(service);
  }
}
