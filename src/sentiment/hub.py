"""Whether the Hugging Face Hub can be reached."""


def hub_answers() -> bool:
    """One short request, so that being offline is known in about two seconds at most."""
    from huggingface_hub import constants, get_session

    if constants.HF_HUB_OFFLINE:
        return False
    try:
        get_session().head(constants.ENDPOINT, timeout=2.0)
    # Every kind of failure, from name lookup to certificate, means the same here.
    except Exception:
        return False
    return True
