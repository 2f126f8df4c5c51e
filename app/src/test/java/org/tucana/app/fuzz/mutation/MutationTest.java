package org.tucana.app.fuzz.mutation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.RandomKey;

/** Mutations change files, and leave whole what they promise to. */
class MutationTest {
  private static final int TRIALS = 200;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Dice dice(long trial, byte[]... files) {
    return new Dice(new RandomKey(3, "mutation", trial).stream(), List.of(files));
  }

  /** What a mutation makes of a file, trial by trial. */
  private static List<byte[]> mutants(Mutation mutation, byte[] file) {
    byte[] before = file.clone();
    List<byte[]> mutants = new ArrayList<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      byte[] mutant = mutation.apply(file, dice(trial, file));
      assertArrayEquals(mutant, mutation.apply(file, dice(trial, file)), mutation.toString());
      mutants.add(mutant);
    }
    assertArrayEquals(before, file, mutation + " wrote to its input");
    Set<String> different = new HashSet<>();
    mutants.forEach(mutant -> different.add(Arrays.toString(mutant)));
    assertTrue(different.size() > 2, mutation + " made " + different.size());
    return mutants;
  }

  @Test
  void bytesChangeAndEmptyFilesAreNoTrouble() {
    byte[] file = ascii("some bytes of a file that is not long");
    for (Mutation mutation : ByteMutation.ALL) {
      mutants(mutation, file);
      for (int trial = 0; trial < TRIALS; trial++) {
        mutation.apply(new byte[0], dice(trial, file));
      }
    }
    for (byte[] flipped : mutants(ByteMutation.FLIP_BIT, file)) {
      int bits = 0;
      for (int i = 0; i < file.length; i++) {
        bits += Integer.bitCount((flipped[i] ^ file[i]) & 0xFF);
      }
      assertEquals(1, bits);
    }
  }

  @Test
  void numbersAreExchangedInPlace() {
    byte[] file = ascii("NAXIS1  =                   12 / pixels");
    for (byte[] mutant : mutants(NumberMutation.RIGHT_JUSTIFIED, file)) {
      assertEquals(file.length, mutant.length);
    }
    assertArrayEquals(ascii("none"), NumberMutation.FREE.apply(ascii("none"), dice(0)));
  }

  @Test
  void headersKeepATrueLength() {
    byte[] text = ascii("{\"shape\": [1, 2]}");
    byte[] file =
        ByteBuffer.allocate(2 + text.length + 3)
            .put(new byte[] {(byte) text.length, 0})
            .put(text)
            .put(new byte[] {7, 8, 9})
            .array();
    for (byte[] mutant : mutants(new HeaderMutation(0, 2, NumberMutation.FREE), file)) {
      int length = (mutant[0] & 0xFF) | (mutant[1] & 0xFF) << 8;
      assertEquals(mutant.length - 5, length);
      assertArrayEquals(new byte[] {7, 8, 9}, Arrays.copyOfRange(mutant, 2 + length, 5 + length));
    }
    Mutation change = new HeaderMutation(0, 2, NumberMutation.FREE);
    assertArrayEquals(new byte[] {1}, change.apply(new byte[] {1}, dice(0)));
    assertArrayEquals(new byte[] {9, 0, 1}, change.apply(new byte[] {9, 0, 1}, dice(0)));
  }

  @Test
  void jsonMostlyStaysJson() {
    byte[] file =
        ascii("{\"a\": [1, 2.5, {\"b\": \"x\"}], \"c\": null, \"d\": \"{\\\"e\\\": [3, 4]}\"}");
    int sound = 0;
    for (Mutation mutation : JsonMutation.ALL) {
      for (byte[] mutant : mutants(mutation, file)) {
        try {
          new ObjectMapper().readTree(mutant);
          sound++;
        } catch (IOException e) {
          assertFalse(String.valueOf(e.getMessage()).isEmpty());
        }
      }
    }
    assertTrue(sound > JsonMutation.ALL.size() * TRIALS / 3, "sound: " + sound);
  }

  @Test
  void innerJsonIsEscapedAgain() throws IOException {
    byte[] file = ascii("{\"d\": \"{\\\"e\\\": [3, 4]}\"}");
    for (byte[] mutant : mutants(JsonMutation.INNER, file)) {
      assertTrue(new ObjectMapper().readTree(mutant).get("d").isTextual());
    }
  }

  @Test
  void cardsStayInTheirPlaces() {
    StringBuilder header = new StringBuilder();
    Stream.of("SIMPLE  =                    T", "BITPIX  =                   16", "NAXIS   = 0")
        .forEach(card -> header.append(String.format("%-80s", card)));
    header.append(String.format("%-80s", "END"));
    byte[] file = Arrays.copyOf(ascii(header.toString()), 2880);
    for (Mutation mutation : CardMutation.ALL) {
      for (byte[] mutant : mutants(mutation, file)) {
        assertEquals(file.length, mutant.length);
        assertArrayEquals(
            Arrays.copyOfRange(file, 320, 2880), Arrays.copyOfRange(mutant, 320, 2880));
      }
    }
    assertArrayEquals(ascii("no"), CardMutation.SWAP.apply(ascii("no"), dice(0)));
  }

  @Test
  void pngChecksumsAreRight() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(9, 8, BufferedImage.TYPE_BYTE_INDEXED), "png", png);
    for (Mutation mutation : PngMutation.ALL) {
      for (byte[] mutant : mutants(mutation, png.toByteArray())) {
        ByteBuffer bytes = ByteBuffer.wrap(mutant);
        int at = 8;
        while (at < mutant.length) {
          int length = bytes.getInt(at);
          CRC32 sum = new CRC32();
          sum.update(mutant, at + 4, length + 4);
          assertEquals((int) sum.getValue(), bytes.getInt(at + 8 + length));
          at += length + 12;
        }
      }
    }
  }

  @Test
  void zipsStaySound() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String name : List.of("a", "b")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(ascii("what is in " + name));
      }
    }
    byte[] deflated = ZipMutation.deflated(file.toByteArray());
    for (byte[] mutant : mutants(new ZipMutation(ByteMutation.ALL), deflated)) {
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(mutant))) {
        assertEquals("a", zip.getNextEntry().getName());
        zip.readAllBytes();
        assertEquals("b", zip.getNextEntry().getName());
        zip.readAllBytes();
      }
    }
  }

  @Test
  void gzipStaysSound() throws IOException {
    byte[] file = GzipMutation.packed(ascii("what is in the file"));
    for (byte[] mutant : mutants(new GzipMutation(ByteMutation.ALL), file)) {
      try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(mutant))) {
        gzip.readAllBytes();
      }
    }
    byte[] plain = ascii("not packed");
    assertArrayEquals(plain, new GzipMutation(ByteMutation.ALL).apply(plain, dice(0, plain)));
  }

  @Test
  void cardsOfPackedFilesAreNotCopied() {
    byte[] file = Arrays.copyOf(ascii(String.format("%-80sEND", "SIMPLE  =  T")), 2880);
    byte[] packed = GzipMutation.packed(file);
    for (int trial = 0; trial < TRIALS; trial++) {
      assertEquals(file.length, CardMutation.COPY.apply(file, dice(trial, packed)).length);
    }
  }
}
