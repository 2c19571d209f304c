"""Sends mail by real SMTP (RFC 5321), to the bot's own door or to the post office itself."""

import smtplib
from collections.abc import Sequence


class UndeliveredError(RuntimeError):
    """A mail that no server took; its text is a sentence, `code` is SMTP's, 0 without one."""

    def __init__(self, sentence: str, code: int = 0) -> None:
        super().__init__(sentence)
        self.code = code


def send(where: str, sender: str, recipients: Sequence[str], raw: bytes) -> None:
    """Hand a mail to the server at `host:port`; `UndeliveredError` says why it was not taken."""
    host, _, port = where.rpartition(":")
    try:
        with smtplib.SMTP(host, int(port), local_hostname="desk.sandbox.invalid", timeout=30) as to:
            to.ehlo()
            options = ["BODY=8BITMIME"] if to.has_extn("8bitmime") else []
            if not all(each.isascii() for each in (sender, *recipients)):
                options.append("SMTPUTF8")
            to.sendmail(sender, list(recipients), raw, mail_options=options)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise UndeliveredError(_refused(code, said), code) from error
    except smtplib.SMTPResponseException as error:
        raise UndeliveredError(_refused(error.smtp_code, error.smtp_error), error.smtp_code) from (
            error
        )
    except (smtplib.SMTPException, OSError) as error:
        raise UndeliveredError("The mail server can't be reached: the mail was not sent.") from (
            error
        )


def _refused(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"The mail server did not take the mail: {code} {words}"
