"""The one exception whose message is written for the person at the keyboard."""


class UserError(Exception):
    """Something the user can mend: the message is one sentence that names the setting or file."""


def first_line(error: BaseException) -> str:
    """What an exception of somebody else's says, short enough for a sentence."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


class InterruptedByUser(UserError):
    """Ctrl-C or a polite kill; the message says how to go on."""
