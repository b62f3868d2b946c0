# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "huggingface_hub==1.33.0",
#   "httpx==0.28.1",
#   "transformers==5.17.0",
#   "tokenizers==0.23.3",
#   "torch==2.11.0",
#   "datasets==5.2.0",
# ]
# ///
"""Raises the errors of a Hub that cannot be reached, and runs each fix that a program can run.

    python tools/repro/run.py content/guides/hf-hub-offline/repro.py --out OUT

No scenario talks to Hugging Face or to a mirror. A proxy in this file, on localhost, plays the
network: it is named in HTTPS_PROXY, and decides for each host whether the tunnel ends (blocked),
or leads to a server that plays the Hub, with a certificate of this run. So the libraries are the
real ones, names and commands are those of the page, and what fails is a real connection. Where
the Hub or a mirror answers, the scope is "mechanism". The models are tiny and random.
"""

import json
import multiprocessing
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from repro.scenario import check, measure, scenario

MODEL = "Qwen/Qwen3-0.6B"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
HUB, MIRROR = "huggingface.co", "hf-mirror.com"
REAL_HUB = (
    "OSError: We couldn't connect to 'https://huggingface.co' to load the files, and couldn't "
    "find them in the cached files.\nCheck your internet connection or see how to run the library "
    "in offline mode at 'https://huggingface.co/docs/transformers/installation#offline-mode'."
)
LOCATE = (
    "LocalEntryNotFoundError: An error happened while trying to locate the file on the Hub and we "
    "cannot find the requested files in the local cache. Please check your connection and try "
    "again or make sure your Internet connection is on."
)
#: What of the reader's own machine would decide instead of the scenario.
FOREIGN = re.compile(
    r"^(HF_|HUGGING|TRANSFORMERS_|HUB_|XDG_|SSL_|CURL_CA|REQUESTS_CA|(https?|all|no)_proxy$)", re.I
)


class Hub(BaseHTTPRequestHandler):
    """Plays the Hub, or a mirror: metadata and files of `hub/<owner>/<name>`, or one refusal."""

    protocol_version = "HTTP/1.1"
    refusal = None  # (status, headers)
    asked: list = []

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        host, path = self.headers["Host"], unquote(urlsplit(self.path).path).strip("/")
        self.asked.append(f"{host}/{path}")
        if self.refusal:
            return self.answer(self.refusal[0], {"error": "refused"}, self.refusal[1])
        if path.startswith("api/models/"):
            owner, name, *rest = path.split("/")[2:]
            return self.metadata(f"{owner}/{name}", rest)
        repository, _, file = path.partition("/resolve/")
        stored = Path("hub", repository, file.partition("/")[2])
        if not Path("hub", repository).is_dir():
            return self.answer(401, {"error": "Invalid username or password."})
        if not stored.is_file():
            return self.answer(404, {}, {"X-Error-Code": "EntryNotFound"})
        return self.answer(200, stored.read_bytes(), {"ETag": f'"{stored.name}"'})

    def metadata(self, repository, rest):
        files = sorted(Path("hub", repository).glob("*"))
        if not files:
            return self.answer(401, {"error": "Invalid username or password."})
        if rest[:1] == ["tree"]:
            rows = [{"type": "file", "path": f.name, "oid": f.name} for f in files]
            sizes = [{**row, "size": f.stat().st_size} for row, f in zip(rows, files, strict=True)]
            return self.answer(200, sizes)
        info = {"id": repository, "sha": COMMIT, "private": False, "gated": False, "tags": []}
        return self.answer(200, {**info, "siblings": [{"rfilename": f.name} for f in files]})

    def answer(self, status, body, headers=None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"X-Repo-Commit": COMMIT, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_):
        """Quiet."""


def serve():
    """The server, behind TLS with a certificate for all names that it plays; its port."""
    names = ",".join(f"DNS:{name}" for name in (HUB, MIRROR, "localhost"))
    make = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out company.pem -days 2 "
    subprocess.run(
        f"{make} -subj /CN=localhost -addext subjectAltName={names}".split(),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("company.pem", "key.pem")
    server = ThreadingHTTPServer(("localhost", 0), Hub)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def copy(source, target):
    """Bytes from one socket to the other until it ends."""
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def tunnel(client, reachable, port):
    """One CONNECT: to the server, if the host is reachable; otherwise the line goes dead."""
    request = client.recv(4096)
    host = request.split()[1].decode().partition(":")[0]
    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    if host not in reachable:
        return client.close()
    server = socket.create_connection(("localhost", port))
    threading.Thread(target=copy, args=(server, client), daemon=True).start()
    return copy(client, server)


def closed_port():
    """A port of localhost where nobody listens."""
    with socket.create_server(("localhost", 0)) as server:
        return server.getsockname()[1]


def network(*reachable, **variables):
    """A clean environment whose proxy reaches only these hosts."""
    for name in filter(FOREIGN.match, list(os.environ)):
        del os.environ[name]
    port = serve()
    listener = socket.create_server(("localhost", 0))

    def accept():
        while True:
            client, _ = listener.accept()
            arguments = (client, reachable, port)
            threading.Thread(target=tunnel, args=arguments, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    own = {
        "HTTPS_PROXY": f"http://localhost:{listener.getsockname()[1]}",
        "SSL_CERT_FILE": str(Path("company.pem").resolve()),
        "REQUESTS_CA_BUNDLE": str(Path("company.pem").resolve()),
        "HF_HOME": str(Path("home").resolve()),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    os.environ.update({**own, **variables})


def make_config():
    from transformers import Qwen3Config

    return Qwen3Config(
        vocab_size=64,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=8,
    )


def put_model(folder=f"hub/{MODEL}"):
    """A tiny model and its tokenizer, made by another process: this one must not import yet."""
    maker = multiprocessing.get_context("fork").Process(target=make_model, args=(folder,))
    maker.start()
    maker.join()
    check("the model was made", maker.exitcode == 0)


def make_model(folder):
    """Random weights, and a tokenizer with two tokens."""
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast, Qwen3ForCausalLM

    Qwen3ForCausalLM(make_config()).save_pretrained(folder)
    words = Tokenizer(models.WordLevel({"[UNK]": 0, "a": 1}, unk_token="[UNK]"))
    PreTrainedTokenizerFast(tokenizer_object=words, unk_token="[UNK]").save_pretrained(folder)


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def shell(script, **variables):
    """Run it in a new process; what it printed."""
    done = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(f"$ {script}\n{done.stdout}")
    return done


LOAD = (
    "from transformers import AutoModelForCausalLM as M, AutoTokenizer as T; "
    "T.from_pretrained('{0}'); print('loaded', M.from_pretrained('{0}').num_parameters() > 0)"
)


def load_command(name=MODEL):
    """A Python command that loads model and tokenizer."""
    return f'"{sys.executable}" -c "{LOAD.format(name)}"'


def loads(name=MODEL, **variables):
    """Whether a new process can load model and tokenizer."""
    return "loaded True" in shell(load_command(name), **variables).stdout


# ----------------------------------------------------------------------------------- errors


@scenario("error/local-network-blocked", reproduces="files", expect=REAL_HUB)
def error_blocked():
    """The connection to huggingface.co is cut off."""
    network()
    # region: error/local-network-blocked
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
    # endregion


@scenario("error/local-network-download", reproduces="hub", expect=LOCATE)
def error_download():
    network()
    from huggingface_hub import hf_hub_download

    hf_hub_download(MODEL, "config.json")


@scenario(
    "error/no-such-host",
    reproduces="snapshot",
    expect="LocalEntryNotFoundError: Got: ConnectError: {reason}\nAn error happened while trying "
    "to locate the files on the Hub, and we cannot find the appropriate snapshot folder for the "
    "specified revision on the local disk. Please check your internet connection and try again.",
)
def error_no_such_host():
    """A name that nobody resolves."""
    network(HF_ENDPOINT="https://hub.invalid", NO_PROXY="*")
    from huggingface_hub import snapshot_download

    snapshot_download(MODEL)


@scenario(
    "error/local-network-dataset",
    reproduces="dataset",
    expect="ConnectionError: Couldn't reach 'my-org/my-data' on the Hub (OfflineModeIsEnabled)",
)
def error_dataset():
    network(HF_HUB_OFFLINE="1")
    from datasets import load_dataset

    load_dataset("my-org/my-data")


@scenario("error/local-hub-late-mirror", reproduces="files", scope="mechanism", expect=REAL_HUB)
def error_late_mirror():
    """The mirror can be reached, and is named after the import: the message still says Hub."""
    network(MIRROR)
    put_model()
    # region: error/local-hub-late-mirror
    import os

    from transformers import AutoModelForCausalLM

    os.environ["HF_ENDPOINT"] = "https://hf-mirror.com"
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
    # endregion


@scenario("error/offline", reproduces="files", expect=REAL_HUB)
def error_offline():
    network(HUB, HF_HUB_OFFLINE="1")
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(MODEL)


@scenario(
    "error/local-files-only",
    reproduces="local-only",
    expect="LocalEntryNotFoundError: Cannot find the requested files in the disk cache and "
    "outgoing traffic has been disabled. To enable hf.co look-ups and downloads online, set "
    "'local_files_only' to False.",
)
def error_local_files_only():
    network(HUB)
    from huggingface_hub import hf_hub_download

    hf_hub_download(MODEL, "config.json", local_files_only=True)


@scenario(
    "error/offline-call",
    reproduces="offline-mode",
    expect="OfflineModeIsEnabled: Cannot reach https://huggingface.co/api/models/Qwen/Qwen3-0.6B: "
    "offline mode is enabled. To disable it, please unset the `HF_HUB_OFFLINE` environment",
)
def error_offline_call():
    """What needs the Hub itself, and not a file."""
    network(HUB, HF_HUB_OFFLINE="1")
    from huggingface_hub import model_info

    model_info(MODEL)


@scenario("error/local-hub-other-home", reproduces="files", scope="mechanism", expect=REAL_HUB)
def error_other_home():
    """Downloaded with one HF_HOME, loaded with another."""
    network(HUB)
    put_model()
    check("downloaded", shell(f"hf download {MODEL}").returncode == 0)
    os.environ.update(HF_HOME=str(Path("other").resolve()), HF_HUB_OFFLINE="1")
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(MODEL)


@scenario("error/local-hub-cache-dir", reproduces="files", scope="mechanism", expect=REAL_HUB)
def error_cache_dir():
    """Downloaded with cache_dir, loaded without it."""
    network(HUB)
    put_model()
    check("downloaded", shell(f"hf download {MODEL} --cache-dir ./models").returncode == 0)
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(MODEL)


@scenario("error/local-hub-revision", reproduces="files", scope="mechanism", expect=REAL_HUB)
def error_revision():
    """All files are there, under a commit; the program asks for main."""
    network(HUB)
    put_model()
    check("downloaded", shell(f"hf download {MODEL} --revision {COMMIT}").returncode == 0)
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(MODEL)


@scenario("error/local-hub-one-file", reproduces="files", scope="mechanism", expect=REAL_HUB)
def error_one_file():
    """The weights are there, config.json is not."""
    network(HUB)
    put_model()
    check("downloaded", shell(f"hf download {MODEL} model.safetensors").returncode == 0)
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(MODEL)


@scenario("error/folder", reproduces="files", expect=REAL_HUB)
def error_folder():
    """A folder that is not there, written like the name of a repository."""
    network(HF_HUB_OFFLINE="1")
    # region: error/folder
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("outputs/checkpoint-500")
    # endregion


@scenario("error/dead-proxy", reproduces="hub", expect=LOCATE)
def error_dead_proxy():
    network(HTTPS_PROXY=f"http://127.0.0.1:{closed_port()}")
    from huggingface_hub import hf_hub_download

    hf_hub_download(MODEL, "config.json")


@scenario("error/certificate", reproduces="hub", expect=LOCATE)
def error_certificate():
    """The certificate is signed by somebody whom certifi does not know."""
    network(HUB)
    del os.environ["SSL_CERT_FILE"]
    from huggingface_hub import hf_hub_download

    hf_hub_download(MODEL, "config.json")


@scenario("error/local-hub-rate-limit", reproduces="files", scope="mechanism", expect=REAL_HUB)
def error_rate_limit():
    """The Hub answers 429, each time."""
    network(HUB)
    Hub.refusal = (429, {})
    from transformers import AutoConfig

    AutoConfig.from_pretrained(MODEL)


@scenario("error/local-hub-forbidden", reproduces="files", scope="mechanism", expect=REAL_HUB)
def error_forbidden():
    """The Hub, or something between, answers 403."""
    network(HUB)
    Hub.refusal = (403, {})
    from transformers import AutoConfig

    AutoConfig.from_pretrained(MODEL)


# ------------------------------------------------------------------------------------ fixes


def as_program(region, name=MODEL):
    """A region of commands.sh in which `python train.py` loads the model."""
    return commands(region).replace("python train.py", load_command(name))


@scenario("fix-mirror", scope="mechanism")
def fix_mirror():
    """huggingface.co is blocked, hf-mirror.com is not."""
    network(MIRROR)
    put_model()
    before = shell(f"hf download {MODEL}")
    check("without the mirror, the download fails", before.returncode != 0)
    done = shell(as_program("fix-mirror"))
    check("downloaded and loaded", "loaded True" in done.stdout)
    check("all was asked of the mirror", {host.split("/")[0] for host in Hub.asked} == {MIRROR})


@scenario("fix-mirror/notebook", scope="mechanism")
def fix_mirror_notebook():
    network(MIRROR)
    put_model()
    # region: fix-mirror/notebook
    import os

    os.environ["HF_ENDPOINT"] = "https://hf-mirror.com"

    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
    # endregion
    check("it is loaded", model.num_parameters() > 0)
    check("all was asked of the mirror", {host.split("/")[0] for host in Hub.asked} == {MIRROR})


@scenario("fix-folder", scope="mechanism")
def fix_folder():
    """Downloaded where there is a network; then the network is gone, and the cache too."""
    network(HUB)
    put_model()
    check("downloaded", shell(commands("fix-folder")).returncode == 0)
    asked = len(Hub.asked)
    os.environ.update(HF_HOME=str(Path("empty").resolve()), HF_HUB_OFFLINE="1")
    # region: fix-folder/load
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained("./Qwen3-0.6B")
    tokenizer = AutoTokenizer.from_pretrained("./Qwen3-0.6B")
    # endregion
    check("model and tokenizer are loaded", model.num_parameters() > 0 and len(tokenizer) == 2)
    check("nothing was asked", len(Hub.asked) == asked)


@scenario("fix-download", scope="mechanism")
def fix_download():
    """Offline mode is on in the shell, and only the weights are in the cache."""
    network(HUB)
    put_model()
    shell(f"hf download {MODEL} model.safetensors")
    os.environ["HF_HUB_OFFLINE"] = "1"
    check("before, it cannot be loaded", not loads())
    done = shell(as_program("fix-download"))
    check("then it can, offline", "loaded True" in done.stdout)


@scenario("fix-same-cache", scope="mechanism")
def fix_same_cache():
    network(HUB)
    put_model()
    shared = str(Path("shared").resolve())
    check("downloaded", shell(f"hf download {MODEL}", HF_HOME=shared).returncode == 0)
    check("before, it cannot be loaded", not loads(HF_HUB_OFFLINE="1"))
    done = shell(as_program("fix-same-cache").replace("/data/huggingface", shared))
    check("with the same HF_HOME it can", "loaded True" in done.stdout)


@scenario("fix-name")
def fix_name():
    network(HF_HUB_OFFLINE="1")
    put_model("outputs/checkpoint-500")
    # region: fix-name
    from pathlib import Path

    from transformers import AutoModelForCausalLM

    folder = Path("outputs/checkpoint-500").absolute().resolve(strict=True)
    model = AutoModelForCausalLM.from_pretrained(folder)
    # endregion
    check("it is loaded", model.num_parameters() > 0)
    try:
        Path("outputs/checkpoint-50").absolute().resolve(strict=True)
        said = ""
    except FileNotFoundError as error:
        said = str(error)
    check("a wrong one is named with its whole path", f"{Path.cwd()}/outputs" in said)


@scenario("fix-proxy", scope="mechanism")
def fix_proxy():
    """A proxy variable that leads nowhere, and a Hub that can be reached without."""
    network(HUB)
    put_model()
    port = serve()
    dead = f"http://127.0.0.1:{closed_port()}"
    os.environ.update(HTTPS_PROXY=dead, https_proxy=dead, HF_ENDPOINT=f"https://localhost:{port}")
    check("before, the download fails", shell(f"hf download {MODEL}").returncode != 0)
    done = shell(commands("fix-proxy"))
    check("it names the variables, not their values", "HTTPS_PROXY\n" in done.stdout)
    check("then it is downloaded", done.returncode == 0)


@scenario("fix-proxy/set", scope="mechanism")
def fix_proxy_set():
    """The proxy is the only way out."""
    network(HUB)
    put_model()
    proxy = os.environ.pop("HTTPS_PROXY")
    done = shell(commands("fix-proxy/set").replace("http://127.0.0.1:7890", proxy))
    check("it is downloaded", done.returncode == 0 and "snapshots" in done.stdout)


@scenario("fix-certificate", scope="mechanism")
def fix_certificate():
    network(HUB)
    put_model()
    del os.environ["SSL_CERT_FILE"]  # REQUESTS_CA_BUNDLE stays, and does not help
    before = shell(f"hf download {MODEL}")
    check("before, the download fails", "CERTIFICATE_VERIFY_FAILED" in before.stdout)
    done = shell(commands("fix-certificate"))
    check("then it is downloaded", done.returncode == 0)
    check("other sites are still trusted", Path("ca-bundle.pem").stat().st_size > 100_000)


# ----------------------------------------------------------------------------------- checks


def probe(**variables):
    """What the region check-hub prints in a new process."""
    text = Path(__file__).read_text(encoding="utf-8")
    body = text.partition("# region: check-hub\n")[2].partition("    # endregion")[0]
    script = "\n".join(line.removeprefix("    ") for line in body.splitlines())
    Path("probe.py").write_text(script, encoding="utf-8")
    return shell(f'"{sys.executable}" probe.py', **variables).stdout


@scenario("check-hub")
def check_hub():
    network()
    # region: check-hub
    from pathlib import Path
    from urllib.request import getproxies

    from huggingface_hub import constants, get_hf_file_metadata, hf_hub_url

    name, said = "Qwen/Qwen3-0.6B", ""
    cache = Path(constants.HF_HUB_CACHE, "models--" + name.replace("/", "--"))
    cached = len(list(cache.glob("snapshots/*/*")))
    proxy = "yes" if getproxies().keys() & {"https", "all"} else "no"
    try:
        found = get_hf_file_metadata(hf_hub_url(name, "config.json"))
        answer = 200 if found.commit_hash else "stranger"
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        response = getattr(error, "response", None)
        answer = type(error).__name__ if response is None else response.status_code
        answer = "certificate" if "CERTIFICATE_VERIFY_FAILED" in said else answer
        answer = "hostname" if "Hostname mismatch" in said else answer
    settings = f"endpoint: {constants.ENDPOINT} | offline: {constants.HF_HUB_OFFLINE}"
    print(f"{settings} | proxy: {proxy} | cached: {cached} | answer: {answer}")
    print(f"cache: {cache}\n{said}")
    # endregion
    check("it names the failed connection", (answer, cached, proxy) == ("ConnectError", 0, "yes"))


@scenario("extra-probe-states", scope="mechanism")
def extra_probe_states():
    """The probe in each of the states that the guide tells apart."""
    network(HUB, "other.example")
    put_model()
    line = "endpoint: https://huggingface.co | offline: {} | proxy: {} | cached: {} | answer: {}"
    check("all is well", line.format("False", "yes", 0, 200) in probe())
    shell(f"hf download {MODEL}")
    offline = line.format("True", "yes", 5, "OfflineModeIsEnabled")
    check("offline", offline in probe(HF_HUB_OFFLINE="1"))
    check("the other variable", offline in probe(TRANSFORMERS_OFFLINE="1"))
    elsewhere = line.format("True", "yes", 0, "OfflineModeIsEnabled")
    check("another home", elsewhere in probe(HF_HUB_OFFLINE="1", HF_HOME="/nowhere"))
    check("certificate", "answer: certificate" in probe(SSL_CERT_FILE=""))
    other = probe(HF_ENDPOINT="https://other.example")
    check("another server's certificate", "answer: hostname" in other)
    socks = probe(HTTPS_PROXY="", ALL_PROXY="socks5://127.0.0.1:1080")
    check("socks", "proxy: yes" in socks and "answer: ImportError" in socks)
    nobody = f"https://localhost:{closed_port()}"
    check("no proxy", "proxy: no" in probe(HTTPS_PROXY="", HF_ENDPOINT=nobody))
    for status in (401, 403, 429, 503):
        Hub.refusal = (status, {})
        check(str(status), f"answer: {status}" in probe())


@scenario("extra-stranger", scope="mechanism")
def extra_stranger():
    """Somebody else answers, as the login page of a network: 200, without the Hub's headers."""
    network(HUB)

    def page(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    Hub.do_GET = page
    check("the probe says so", "answer: stranger" in probe())
    done = shell(load_command())
    check("transformers says no connection", "We couldn't connect to" in done.stdout)


# ---------------------------------------------------------------- what it costs and what is silent


def seconds(code, **variables):
    """How long a new process takes for it, without the imports."""
    script = (
        "import time, transformers, huggingface_hub as h; from transformers import AutoConfig\n"
        f"begin = time.monotonic()\ntry:\n    {code}\n    print('fine')\n"
        "except OSError as error:\n    print(type(error).__name__)\n"
        "print('seconds', time.monotonic() - begin)"
    )
    done = shell(f"{sys.executable} - <<'END'\n{script}\nEND", **variables)
    return float(done.stdout.rpartition("seconds ")[2]), done.stdout


@scenario("extra-waiting")
def extra_waiting():
    """How long one file takes to fail where the connection is refused."""
    one = f"h.hf_hub_download('{MODEL}', 'config.json')"
    network(NO_PROXY="localhost", HF_ENDPOINT=f"https://localhost:{closed_port()}")
    refused, _ = seconds(one)
    offline, _ = seconds(one, HF_HUB_OFFLINE="1")
    measure("refused", one_file_s=refused, offline_s=offline)
    check("six tries with pauses of 1, 2, 4, 8, 8 s", 22 < refused < 30)
    check("offline: at once", offline < 2)


@scenario("extra-cli-says-downloaded", scope="mechanism")
def extra_cli_says_downloaded():
    """Offline, `hf download` of a repository reports success with one file in the cache."""
    network(HUB)
    put_model()
    script = f"import huggingface_hub as h; h.hf_hub_download('{MODEL}', 'config.json')"
    shell(f'{sys.executable} -c "{script}"')
    done = shell(f"hf download {MODEL}", HF_HUB_OFFLINE="1")
    check("it reports success", done.returncode == 0 and "Downloaded" in done.stdout)
    check("and the model cannot be loaded", not loads(HF_HUB_OFFLINE="1"))


@scenario("extra-mirror-redirects", scope="mechanism")
def extra_mirror_redirects():
    """A mirror that redirects to the Hub: it is followed, and fails where the Hub is blocked."""
    network(HUB, MIRROR, HF_ENDPOINT=f"https://{MIRROR}")
    put_model()
    answer = Hub.do_GET

    def redirect(self):
        if self.headers["Host"] == HUB:
            return answer(self)
        self.send_response(308)
        self.send_header("Location", f"https://{HUB}{self.path}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    Hub.do_GET = redirect
    check("it is followed, and loaded", loads())
    open_proxy = os.environ["HTTPS_PROXY"]
    network(MIRROR, HF_ENDPOINT=f"https://{MIRROR}", HF_HOME=str(Path("second").resolve()))
    check("this proxy is another", os.environ["HTTPS_PROXY"] != open_proxy)
    done = shell(load_command())
    check("not where the Hub is blocked", f"connect to 'https://{MIRROR}'" in done.stdout)


@scenario("extra-empty-tokenizer", scope="mechanism")
def extra_empty_tokenizer():
    """Only the model was loaded online. Offline the tokenizer loads too, and is empty."""
    network(HUB)
    put_model()
    online = "from transformers import AutoModelForCausalLM as M, AutoTokenizer as T\n"
    shell(f"{sys.executable} -c \"{online}M.from_pretrained('{MODEL}')\"")
    there = [path.name for path in Path("home").rglob("snapshots/*/*")]
    check("no tokenizer file is in the cache", not any("token" in name for name in there))
    tell = f"t = T.from_pretrained('{MODEL}'); print('tokens', len(t), t('a')['input_ids'])"
    done = shell(f'{sys.executable} -c "{online}{tell}"', HF_HUB_OFFLINE="1")
    check("it raises nothing, and is empty", "tokens 1 []" in done.stdout)
    shell(f"mkdir folder && cp hub/{MODEL}/config.json hub/{MODEL}/model.safetensors folder")
    told = tell.replace(MODEL, "./folder")
    done = shell(f'{sys.executable} -c "{online}{told}"', HF_HUB_OFFLINE="1")
    check("the same from a folder without a tokenizer", "tokens 1 []" in done.stdout)


@scenario("extra-token-to-mirror", scope="mechanism")
def extra_token_to_mirror():
    """The mirror gets the token of the login, unless the implicit token is switched off."""
    network(MIRROR, HF_ENDPOINT=f"https://{MIRROR}", HF_TOKEN="hf_of_the_reader")
    put_model()
    tokens, answer = [], Hub.do_GET

    def listen(self):
        tokens.append(self.headers["Authorization"])
        answer(self)

    Hub.do_GET = listen
    check("downloaded", shell(f"hf download {MODEL}").returncode == 0)
    check("the mirror got the token", "Bearer hf_of_the_reader" in tokens)
    tokens.clear()
    quiet = {"HF_HUB_DISABLE_IMPLICIT_TOKEN": "1", "HF_HOME": str(Path("second").resolve())}
    check("downloaded without it", shell(f"hf download {MODEL}", **quiet).returncode == 0)
    check("the mirror got none", set(tokens) == {None})


@scenario("extra-local-files-only-asks", scope="mechanism")
def extra_local_files_only_asks():
    """transformers asks for adapter_config.json although local_files_only is given."""
    network(HUB)
    from transformers import AutoModelForCausalLM

    try:
        AutoModelForCausalLM.from_pretrained(MODEL, local_files_only=True)
    except OSError as error:
        print(error)
    check("a request was sent", any("adapter_config.json" in path for path in Hub.asked))


@scenario("extra-folder-shapes")
def extra_folder_shapes():
    """Other paths that are not there are not taken for a repository."""
    network(HF_HUB_OFFLINE="1")
    from transformers import AutoConfig

    for path in ("./outputs/checkpoint-500", "/data/checkpoint-500", "a/b/checkpoint-500"):
        try:
            AutoConfig.from_pretrained(path)
            said = ""
        except OSError as error:
            said = str(error)
        check(path, said.startswith("Repo id must be in the form"))


@scenario("extra-outage", scope="mechanism")
def extra_outage():
    """Answers 403, 429 and 503 end in the same sentence; a call of the API says which it was."""
    network(HUB)
    from huggingface_hub import model_info

    for status in (403, 429, 503):
        Hub.refusal = (status, {})
        done = shell(f"hf download {MODEL}")
        check(f"hf download names {status}", str(status) in done.stdout)
        try:
            model_info(MODEL)
            said = ""
        except OSError as error:
            said = str(error)
        check(f"model_info names {status}", str(status) in said)
