/** Tensors in files: safetensors and npy; files that appear whole or not at all. */
package org.tucana.core.io;
