/** Requests, conditions and their meaning, verdicts, results, errors and the SPI of Space Cloud. */
module io.spacecloud.api {
  requires transitive org.jspecify;

  exports io.spacecloud.api.condition;
  exports io.spacecloud.api.error;
  exports io.spacecloud.api.file;
  exports io.spacecloud.api.function;
  exports io.spacecloud.api.live;
  exports io.spacecloud.api.request;
  exports io.spacecloud.api.result;
  exports io.spacecloud.api.rule;
  exports io.spacecloud.api.spi;
  exports io.spacecloud.api.value;
}
