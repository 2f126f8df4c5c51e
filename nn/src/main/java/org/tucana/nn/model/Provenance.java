package org.tucana.nn.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a model comes from.
 *
 * @param seed of its training
 * @param data what it was trained on, in words
 * @param command that trained it
 * @param commit of the source it was trained with
 */
public record Provenance(
    @JsonProperty(required = true) long seed,
    @JsonProperty(required = true) String data,
    @JsonProperty(required = true) String command,
    @JsonProperty(required = true) String commit) {}
