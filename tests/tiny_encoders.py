"""Encoders as the Hugging Face Hub has them, but tiny, random, and made on the spot."""

import json
from pathlib import Path

import torch
from tokenizers import (
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

from sentiment.data import demo

HIDDEN = 32
LAYERS = 2
POSITIONS = 70


def save_encoder(folder: Path, kind: str) -> Path:
    """Writes weights, configuration and tokenizer as ``save_pretrained`` does.

    Args:
        folder: to be made.
        kind: ``bert``, ``distilbert`` or ``roberta``.
    """
    from transformers import AutoModel, PreTrainedTokenizerFast

    tokenizer = byte_level() if kind == "roberta" else word_piece()
    names = ("cls", "sep", "pad", "unk", "mask")
    special = ("<s>", "</s>", "<pad>", "<unk>", "<mask>")
    if kind != "roberta":
        special = ("[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]")
    tokens = {f"{name}_token": token for name, token in zip(names, special, strict=True)}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **tokens).save_pretrained(folder)
    torch.manual_seed(0)
    config = configuration(kind, tokenizer.get_vocab_size())
    AutoModel.from_config(config).save_pretrained(folder)
    return folder


def configuration(kind: str, vocabulary: int) -> object:
    """Of a tiny encoder."""
    from transformers import BertConfig, DistilBertConfig, RobertaConfig

    if kind == "distilbert":
        return DistilBertConfig(
            vocab_size=vocabulary,
            dim=HIDDEN,
            hidden_dim=2 * HIDDEN,
            n_layers=LAYERS,
            n_heads=4,
            max_position_embeddings=POSITIONS,
            initializer_range=0.1,
        )
    make = {"bert": BertConfig, "roberta": RobertaConfig}[kind]
    return make(
        vocab_size=vocabulary,
        hidden_size=HIDDEN,
        intermediate_size=2 * HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=4,
        max_position_embeddings=POSITIONS,
        initializer_range=0.1,
    )


def architecture(kind: str, vocabulary: int) -> dict[str, object]:
    """The same as primitives."""
    text: str = configuration(kind, vocabulary).to_json_string(use_diff=False)  # type: ignore[attr-defined]
    return dict(json.loads(text))


def word_piece() -> Tokenizer:
    """As BERT's: lower case, ``##ly``, ``[CLS] ... [SEP]``, and 0 is padding."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=400, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(_sentences(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def byte_level() -> Tokenizer:
    """As RoBERTa's: bytes, spaces before words, ``<s> ... </s>``, and 1 is padding."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_sentences(), trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def _sentences() -> list[str]:
    return demo.generate(60, "train", seed=5)[0]
