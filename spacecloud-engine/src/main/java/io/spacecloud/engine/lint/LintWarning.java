package io.spacecloud.engine.lint;

/**
 * Something in a configuration that is allowed, and hardly meant.
 *
 * @param path where it stands in the configuration
 * @param text what is odd, and what would be better; without values
 */
public record LintWarning(LintCode code, String path, String text) {
  @Override
  public String toString() {
    return code + " at " + path + ": " + text;
  }
}
