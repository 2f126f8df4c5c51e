package org.tucana.astro.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.data.StampRow.Content;
import org.tucana.core.type.FormatException;

/**
 * Reads {@code labels.csv}: a head line that names the columns, then one line for each stamp.
 * Columns {@code file} and {@code class} must be there, {@code raw_label}, {@code survey} and
 * {@code split} may be; others are ignored. Fields may stand in double quotes.
 */
final class LabelFile {
  private static final String UNCLASSIFIED = "galaxy";
  private static final String ARTIFACT = "artifact";
  private static final long MOST_BYTES = 1L << 28;

  private final Path path;
  private final Path images;
  private final Map<String, Integer> columns = new HashMap<>();
  private int line;

  private LabelFile(Path path, Path images) {
    this.path = path;
    this.images = images;
  }

  /** Reads the rows; each picture must lie in the folder of images. */
  static List<StampRow> read(Path path, Path images) {
    return new LabelFile(path, images).rows();
  }

  private List<StampRow> rows() {
    List<StampRow> rows = new ArrayList<>();
    Set<String> files = new HashSet<>();
    for (String text : lines()) {
      line++;
      if (line == 1) {
        readHead(text.startsWith("\ufeff") ? text.substring(1) : text);
      } else if (!text.isBlank()) {
        StampRow row = row(fields(text));
        if (!files.add(row.file())) {
          throw fault("names " + row.file() + " for the second time; remove one of the lines");
        }
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new FormatException("labels " + path + ": holds no stamps; add one line for each");
    }
    return rows;
  }

  private List<String> lines() {
    if (!Files.isRegularFile(path)) {
      throw new FormatException(
          "labels "
              + path
              + ": there is no such file; name a folder that holds labels.csv and images/");
    }
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new FormatException("labels " + path + ": is larger than 2^28 bytes; divide it");
      }
      return Files.readAllLines(path);
    } catch (CharacterCodingException e) {
      throw new FormatException("labels " + path + ": is no UTF-8 text; save it as such", e);
    } catch (IOException e) {
      throw new FormatException(
          "labels " + path + ": cannot be read (" + e.getMessage() + "); check the disk", e);
    }
  }

  private void readHead(String text) {
    List<String> names = fields(text);
    for (int i = 0; i < names.size(); i++) {
      if (columns.put(names.get(i).strip(), i) != null) {
        throw fault("names the column \"" + names.get(i).strip() + "\" twice; rename one");
      }
    }
    if (!columns.containsKey("file") || !columns.containsKey("class")) {
      throw fault("expected a head with the columns file and class, got \"" + text + "\"");
    }
  }

  private StampRow row(List<String> fields) {
    if (fields.size() != columns.size()) {
      throw fault(
          "has " + fields.size() + " fields, expected " + columns.size() + " as in the head line");
    }
    String file = field(fields, "file");
    Path picture = picture(file);
    if (file.isEmpty() || !picture.startsWith(images.normalize())) {
      throw fault("\"" + file + "\" names no file within " + images + "; write the plain name");
    }
    if (!Files.isRegularFile(picture)) {
      throw fault("there is no picture " + picture + "; add it or remove the line");
    }
    String title = field(fields, "class");
    Optional<GalaxyClass> galaxyClass = GalaxyClass.titled(title);
    Content content =
        switch (title) {
          case UNCLASSIFIED -> Content.UNCLASSIFIED;
          case ARTIFACT -> Content.ARTIFACT;
          default -> Content.CLASSIFIED;
        };
    if (content == Content.CLASSIFIED && galaxyClass.isEmpty()) {
      throw fault(
          "the class is \""
              + title
              + "\", expected one of "
              + String.join(", ", GalaxyClass.titles())
              + ", "
              + UNCLASSIFIED
              + ", "
              + ARTIFACT);
    }
    return new StampRow(
        file,
        content,
        galaxyClass,
        field(fields, "raw_label"),
        field(fields, "survey"),
        field(fields, "split"));
  }

  private Path picture(String file) {
    try {
      return images.resolve(file).normalize();
    } catch (InvalidPathException e) {
      throw new FormatException(
          fault("\"" + file + "\" is no name that a file can have; correct it").getMessage(), e);
    }
  }

  private String field(List<String> fields, String column) {
    Integer index = columns.get(column);
    return index == null ? "" : fields.get(index).strip();
  }

  private List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled) {
          field.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw fault("a quotation mark is open at its end; close it");
    }
    fields.add(field.toString());
    return fields;
  }

  private FormatException fault(String what) {
    return new FormatException("labels " + path + ", line " + line + ": " + what);
  }
}
