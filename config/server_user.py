"""PostgreSQL refuses to run as root, so root hands its servers to an ordinary user."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ServerUser:
    """The user the private servers run as: nobody for root, else whoever runs us."""

    uid: int
    gid: int
    dropped: bool

    @classmethod
    def current(cls) -> "ServerUser":
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), dropped=False)
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid, dropped=True)

    def arguments(self) -> dict[str, Any]:
        """What subprocess needs to start a program as this user, in a folder it may be in."""
        if not self.dropped:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def can_enter(self, folder: Path) -> bool:
        if not self.dropped:
            return os.access(folder, os.X_OK)
        asked = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
        answer = subprocess.run(asked, check=False, stderr=subprocess.DEVNULL, **self.arguments())
        return answer.returncode == 0

    def own(self, folder: Path) -> Path:
        """Make the folder, closed to everybody but this user."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.dropped:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)
        return folder
