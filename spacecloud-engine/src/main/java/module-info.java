/** The engine of Space Cloud: configuration, tokens, rules, binding and dispatch. */
module io.spacecloud.engine {
  requires transitive io.spacecloud.api;
  requires com.auth0.jwt;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires org.slf4j;
  requires static micrometer.observation;
  requires static org.bouncycastle.provider;

  exports io.spacecloud.engine;
  exports io.spacecloud.engine.config;
  exports io.spacecloud.engine.auth;
  exports io.spacecloud.engine.files;
  exports io.spacecloud.engine.json;
  exports io.spacecloud.engine.lint;
  exports io.spacecloud.engine.metrics;
  exports io.spacecloud.engine.testing;
  exports io.spacecloud.engine.users;

  uses io.spacecloud.api.spi.BackendProvider;
  uses io.spacecloud.api.spi.FunctionBusProvider;
  uses io.spacecloud.api.spi.RealtimeProvider;
}
