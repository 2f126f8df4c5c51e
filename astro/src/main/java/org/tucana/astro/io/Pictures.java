package org.tucana.astro.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.tucana.core.type.FormatException;
import org.tucana.nn.data.Picture;

/**
 * Reads pictures from files; what a file is, its content says, not its name.
 *
 * <p>Every reader throws {@link FormatException}, naming file, fault and remedy, where a file is
 * missing, cut off, damaged or of another kind, before anything of a size that it claims is
 * allocated.
 */
public final class Pictures {
  /** A picture of more samples would not fit into one array. */
  public static final long MOST_SAMPLES = SourceFile.MOST_PIXELS;

  private static final Pattern NAMED =
      Pattern.compile("(?i).+\\.(jpe?g|png|(fits?|fts)(\\.(gz|fz))?)");

  private Pictures() {}

  /** Reads a JPEG, PNG or FITS file, of several images the first. */
  public static LoadedPicture load(Path path) {
    return load(PictureAddress.of(path));
  }

  /** Reads a JPEG or PNG file, or an image of a FITS file, which gzip may have packed. */
  public static LoadedPicture load(PictureAddress address) {
    return load(address, SourceFile.MOST_PIXELS);
  }

  /**
   * Reads a picture of bounded size.
   *
   * @param mostSamples pictures with more samples, over all channels, are refused before they are
   *     decoded: a packed picture can be far larger than its file
   * @throws PictureTooLargeException where it has
   */
  public static LoadedPicture load(PictureAddress address, long mostSamples) {
    SourceFile file = new SourceFile(address.path(), mostSamples);
    FileKind kind = kind(file);
    if (address.selects() && (kind == FileKind.JPEG || kind == FileKind.PNG)) {
      throw file.fault("is a " + kind.title() + " file without extensions; leave out the brackets");
    }
    return switch (kind) {
      case JPEG, PNG -> new LoadedPicture(RasterReader.read(file, kind), true, FitsHeader.EMPTY);
      case FITS -> FitsReader.read(file, false, address);
      case GZIP -> FitsReader.read(file, true, address);
      case UNKNOWN -> throw file.fault("is no picture; expected JPEG, PNG or FITS");
      default ->
          throw file.fault(
              "is a " + kind.title() + " file, expected JPEG, PNG or FITS; convert it");
    };
  }

  /**
   * Reads a JPEG or PNG file; a FITS image is refused.
   *
   * @return grey or RGB samples in [0, 1], alpha dropped
   */
  public static Picture read(Path path) {
    LoadedPicture loaded = load(path);
    if (!loaded.display()) {
      throw new SourceFile(path).fault("is a FITS image, expected JPEG or PNG; convert it");
    }
    return loaded.picture();
  }

  /**
   * Whether a file of a folder is likely to be meant as a picture: it begins like one, or its name
   * ends as names of pictures do, though it may be damaged.
   */
  public static boolean seemsPicture(Path path) {
    if (NAMED.matcher(path.getFileName().toString()).matches()) {
      return true;
    }
    try (InputStream stream = Files.newInputStream(path)) {
      return switch (FileKind.of(stream.readNBytes(FileKind.SIGNATURE_BYTES))) {
        case JPEG, PNG, FITS -> true;
        default -> false;
      };
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Refuses what is no file with something in it.
   *
   * @throws FormatException where it is missing, a folder, empty or may not be read
   */
  public static void requireFile(Path path) {
    new SourceFile(path).checkedSize();
  }

  private static FileKind kind(SourceFile file) {
    file.checkedSize();
    try (InputStream stream = Files.newInputStream(file.path())) {
      return FileKind.of(stream.readNBytes(FileKind.SIGNATURE_BYTES));
    } catch (IOException e) {
      throw file.fault("cannot be read (" + e.getMessage() + "); check the disk", e);
    }
  }
}
