"""Pretrained encoders of Hugging Face: from a folder, from the Hub, or from the Hub's copy here."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor

from sentiment.errors import UserError, first_line
from sentiment.hub import hub_answers

# What a configuration may say of where code comes from, or of how weights are stored.
_NOT_ARCHITECTURE = ("auto_map", "quantization_config", "transformers_version")

Part = TypeVar("Part")


def read_tokenizer(encoder: str) -> str:
    """The content of an encoder's ``tokenizer.json``.

    Args:
        encoder: a folder, or a name on the Hub.

    Raises:
        UserError: when it can't be had, or there is no fast tokenizer for it.
    """

    def read(where: str, **options: Any) -> Any:
        from transformers import AutoTokenizer

        return AutoTokenizer.from_pretrained(where, use_fast=True, **options)

    tokenizer = _read(encoder, "tokenizer", read)
    if not tokenizer.is_fast:
        raise UserError(
            f"model.encoder={encoder} has no fast tokenizer (a tokenizer.json); take another one."
        )
    content: str = tokenizer.backend_tokenizer.to_str()
    return content


def read_architecture(encoder: str) -> dict[str, Any]:
    """An encoder's configuration as primitives, from which ``make_encoder`` makes it.

    Args:
        encoder: a folder, or a name on the Hub.

    Raises:
        UserError: when it can't be had.
    """

    def read(where: str, **options: Any) -> Any:
        from transformers import AutoConfig

        return AutoConfig.from_pretrained(where, **options)

    content = json.loads(_read(encoder, "configuration", read).to_json_string(use_diff=False))
    return _architecture(content)


def read_weights(encoder: str) -> dict[str, Tensor]:
    """An encoder's trained weights by name, float32.

    Args:
        encoder: a folder, or a name on the Hub.

    Raises:
        UserError: when they can't be had.
    """

    def read(where: str, **options: Any) -> Any:
        from transformers import AutoModel

        return AutoModel.from_pretrained(
            where, dtype=torch.float32, output_loading_info=True, **options
        )

    model, report = _read(encoder, "weights", read)
    # Those are made at random.
    missing = set(report["missing_keys"])
    return {name: value for name, value in model.state_dict().items() if name not in missing}


def make_encoder(architecture: Mapping[str, Any]) -> Any:
    """An encoder with random weights; whatever ``architecture`` says, no more than that happens.

    Args:
        architecture: what ``read_architecture`` gave.

    Returns:
        An ``nn.Module`` that takes ``input_ids`` and ``attention_mask`` [batch, time] int64, and
        gives something with ``last_hidden_state`` [batch, time, features].

    Raises:
        UserError: when it is none of a bidirectional encoder of text.
    """
    _require_transformers()
    from transformers import AutoModel
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING
    from transformers.models.auto.modeling_auto import MODEL_FOR_MASKED_LM_MAPPING_NAMES

    kind = str(architecture.get("model_type"))
    refusal = UserError(
        f"A model of the type {kind} is no encoder of text; take one as BERT, DistilBERT or "
        "RoBERTa are."
    )
    if kind not in MODEL_FOR_MASKED_LM_MAPPING_NAMES:
        raise refusal
    try:
        config = CONFIG_MAPPING[kind].from_dict(_architecture(architecture))
        if config.is_encoder_decoder or config.sub_configs:
            raise refusal
        encoder = AutoModel.from_config(config, dtype=torch.float32, trust_remote_code=False)
    except UserError:
        raise
    # Whatever the library trips over, the configuration is wrong.
    except Exception as error:
        raise UserError(f"The {kind} encoder can't be made ({first_line(error)}).") from error
    if getattr(encoder, "pooler", None) is not None:
        # A layer above the states, which nothing here reads.
        encoder.pooler = None
    return encoder


def _architecture(content: Mapping[str, Any]) -> dict[str, Any]:
    """What of a configuration describes layers: nothing that would be fetched or run."""
    return {
        key: value
        for key, value in content.items()
        if not key.startswith("_")
        and not key.endswith("_implementation")
        and key not in _NOT_ARCHITECTURE
    }


def _read(encoder: str, what: str, read: Callable[..., Part]) -> Part:
    """Calls ``read`` with where a part of an encoder is; what goes wrong becomes a sentence."""
    _require_transformers()
    path = Path(encoder).expanduser()
    if path.is_dir():
        return _read_folder(encoder, path, what, read)
    # A Hub name is NAME or OWNER/NAME; where OWNER is a folder here, a path was meant.
    parts = Path(encoder).parts
    if encoder.startswith((".", "/", "~")) or len(parts) != 1 + ("/" in encoder):
        raise UserError(f"model.encoder={encoder}: there is no such folder.")
    if len(parts) == 2 and path.parent.is_dir():
        raise UserError(f"model.encoder={encoder}: there is no such folder.")
    from huggingface_hub import constants

    online = hub_answers()
    if not online:
        # Offline, the library looks at its cache at once instead of retrying.
        constants.HF_HUB_OFFLINE = True
    try:
        return read(encoder, local_files_only=not online, trust_remote_code=False)
    except Exception as error:
        if online:
            raise UserError(
                f"model.encoder={encoder}: its {what} can't be loaded from the Hub "
                f"({first_line(error)})."
            ) from error
        raise UserError(
            f"model.encoder={encoder} can't be had: the Hub does not answer and there is no copy "
            "of it here. Go online, or give a folder with model.encoder=FOLDER."
        ) from error


def _read_folder(encoder: str, path: Path, what: str, read: Callable[..., Part]) -> Part:
    if not (path / "config.json").is_file():
        raise UserError(
            f"model.encoder={encoder} is no encoder's folder: it has no config.json, as "
            "save_pretrained writes it."
        )
    try:
        return read(str(path), local_files_only=True, trust_remote_code=False)
    # Whatever the library trips over, the folder is what the user can mend.
    except Exception as error:
        raise UserError(
            f"model.encoder={encoder}: its {what} can't be read ({first_line(error)})."
        ) from error


def _require_transformers() -> None:
    try:
        from transformers.utils import logging
    except ImportError as error:
        raise UserError(
            "model=transformer needs the library transformers; get it with "
            "pip install -e '.[transformers]'."
        ) from error
    # What it says is for programmers; what matters is checked here.
    logging.set_verbosity_error()
    logging.disable_progress_bar()
