"""A post office: an SMTP server, mailboxes and calendars, to see what people get and to answer."""

from sandbox.post.mails import Mail, Resident
from sandbox.post.office import PostOffice
from sandbox.post.replies.shapes import SHAPES, Shape
from sandbox.post.sending import UndeliveredError

__all__ = ["SHAPES", "Mail", "PostOffice", "Resident", "Shape", "UndeliveredError"]
