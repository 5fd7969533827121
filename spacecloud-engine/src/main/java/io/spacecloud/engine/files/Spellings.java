package io.spacecloud.engine.files;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Under which other names a file system that is not exact finds a file. */
final class Spellings {
  private static final int MAX_BYTES = 255;

  private Spellings() {}

  /** One other spelling for each way in which a system may not be exact. */
  static Set<String> of(String name) {
    Set<String> all = new LinkedHashSet<>();
    String upper = name.toUpperCase(Locale.ROOT);
    all.add(upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper);
    if (!name.chars().allMatch(c -> c < 0x80)) {
      all.add(Normalizer.normalize(name, Form.NFD));
      all.add(Normalizer.normalize(name, Form.NFKC));
      all.add(name.replaceAll("\\p{Cf}", ""));
    }
    all.removeIf(
        each ->
            each.equals(name)
                || each.isEmpty()
                || each.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES);
    return all;
  }
}
