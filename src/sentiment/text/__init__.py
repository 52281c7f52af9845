"""From a raw review to token ids; the same code in training and in serving. Imports no torch."""

from sentiment.text.basic_english import basic_english, basic_english_many
from sentiment.text.encoder import TOKENIZER, TextEncoder
from sentiment.text.truncation import TRUNCATIONS, Truncation, truncate
from sentiment.text.vocabulary import PADDING_ID, UNKNOWN_ID, Vocabulary
from sentiment.text.words import Word, first_words, last_words, split_words

__all__ = [
    "PADDING_ID",
    "TOKENIZER",
    "TRUNCATIONS",
    "UNKNOWN_ID",
    "TextEncoder",
    "Truncation",
    "Vocabulary",
    "Word",
    "basic_english",
    "basic_english_many",
    "first_words",
    "last_words",
    "split_words",
    "truncate",
]
