"""A real Dovecot with one mailbox."""

import imaplib
import time
from collections.abc import Iterator
from contextlib import contextmanager

from console.tour.counterparts.process import Counterpart, program

NAME, PASSWORD = "hotline", "mail-password-42"

_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
maildir_very_dirty_syncs = no
first_valid_uid = 1
imap_idle_notify_interval = 2 mins
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service auth {{
  user = {user}
}}
service auth-worker {{
  user = {user}
}}
service stats {{
  chroot =
}}
"""


class Dovecot(Counterpart):
    """Starts when it is made."""

    def __init__(self) -> None:
        super().__init__("dovecot")
        import grp
        import pwd

        group = grp.getgrgid(pwd.getpwnam(self.user).pw_gid).gr_name
        (self.folder / "dovecot.conf").write_text(
            _CONFIG.format(folder=self.folder, user=self.user, group=group, password=PASSWORD, port=self.port)
        )
        self.start()

    def command(self) -> list[str]:
        """Returns what starts it in the foreground."""
        return [program("dovecot", "dovecot-imapd"), "-F", "-c", str(self.folder / "dovecot.conf")]

    def kill(self) -> None:
        """Ends it at once, so that it can be started again."""
        super().kill()
        # What it leaves would make the next start believe that it still runs.
        (self.folder / "run" / "master.pid").unlink(missing_ok=True)
        time.sleep(0.05)

    @contextmanager
    def mailbox(self) -> Iterator[imaplib.IMAP4]:
        """A connection of another mail program to the mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=60) as connection:
            connection.login(NAME, PASSWORD)
            yield connection

    def bring(self, *messages: bytes) -> None:
        """Puts messages into the mailbox, as a delivery would."""
        with self.mailbox() as connection:
            for message in messages:
                answer, _ = connection.append("INBOX", "", "", message.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
                if answer != "OK":
                    raise RuntimeError(f"the mailbox answered {answer}")

    def flags(self) -> list[str]:
        """Returns the flags of each message in the mailbox."""
        with self.mailbox() as connection:
            connection.select("INBOX", readonly=True)
            _, found = connection.fetch("1:*", "(FLAGS)")
            return [item.decode() for item in found if isinstance(item, bytes)]

    def empty(self) -> None:
        """Removes all messages."""
        with self.mailbox() as connection:
            connection.select("INBOX")
            if connection.search(None, "ALL")[1] != [b""]:
                connection.store("1:*", "+FLAGS", "\\Deleted")
            connection.expunge()

    def renumber(self) -> None:
        """Forgets the ids of messages, as after a restored backup: another UIDVALIDITY."""
        self.kill()
        for file in (self.folder / "mail" / NAME).glob("dovecot*"):
            if file.name.startswith(("dovecot-uidlist", "dovecot.index")):
                file.unlink()
        self.start()
