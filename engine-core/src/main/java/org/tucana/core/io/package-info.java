/**
 * Tensors in files: safetensors, npy, npz and torch's checkpoints; files that appear whole or not
 * at all.
 */
package org.tucana.core.io;
