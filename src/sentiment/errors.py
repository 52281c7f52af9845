"""The one exception whose message is written for the person at the keyboard."""


class UserError(Exception):
    """Something the user can mend: the message is one sentence that names the setting or file."""


class InterruptedByUser(UserError):
    """Ctrl-C or a polite kill; the message says how to go on."""
