"""From a raw review to token ids; the same code in training and in serving. Imports no torch."""

from sentiment.text.basic_english import basic_english, basic_english_many
from sentiment.text.encoder import TOKENIZER, TextEncoder
from sentiment.text.encoders import Encoder, encoder_from_dict
from sentiment.text.reading import Reading
from sentiment.text.subword_encoder import SubwordEncoder
from sentiment.text.subwords import SubwordTokenizer
from sentiment.text.truncation import TRUNCATIONS, Truncation, truncate
from sentiment.text.vocabulary import PADDING_ID, UNKNOWN_ID, Vocabulary
from sentiment.text.words import Word, first_words, last_words, split_words

__all__ = [
    "PADDING_ID",
    "TOKENIZER",
    "TRUNCATIONS",
    "UNKNOWN_ID",
    "Encoder",
    "Reading",
    "SubwordEncoder",
    "SubwordTokenizer",
    "TextEncoder",
    "Truncation",
    "Vocabulary",
    "Word",
    "basic_english",
    "basic_english_many",
    "encoder_from_dict",
    "first_words",
    "last_words",
    "split_words",
    "truncate",
]
