package org.tucana.cuda.launch;

import java.nio.charset.StandardCharsets;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** Turns PTX into machine code of one kind of device by the binding's own compiler, without GPU. */
final class PtxCompiler {
  private PtxCompiler() {}

  /**
   * The machine code.
   *
   * @throws IllegalArgumentException with the compiler's words where it refuses the text
   */
  static byte[] compile(String ptx, String target) {
    JNvPTXCompiler.setExceptionsEnabled(false);
    byte[] text = (ptx + "\0").getBytes(StandardCharsets.UTF_8);
    nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
    check("create", JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, text));
    try {
      String[] options = {"--gpu-name=" + target};
      if (JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options) != 0) {
        throw new IllegalArgumentException(errorLog(compiler));
      }
      long[] size = new long[1];
      check("size", JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(compiler, size));
      byte[] program = new byte[Math.toIntExact(size[0])];
      check("program", JNvPTXCompiler.nvPTXCompilerGetCompiledProgram(compiler, program));
      return program;
    } finally {
      check("destroy", JNvPTXCompiler.nvPTXCompilerDestroy(compiler));
    }
  }

  private static String errorLog(nvPTXCompilerHandle compiler) {
    long[] size = new long[1];
    check("log size", JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size));
    byte[] log = new byte[Math.toIntExact(size[0]) + 1];
    check("log", JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log));
    return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private static void check(String step, int code) {
    if (code != 0) {
      throw new IllegalStateException("ptx compiler: " + step + " failed with " + code);
    }
  }
}
