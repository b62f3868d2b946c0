# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "huggingface_hub==1.33.0",
#   "transformers==5.17.0",
#   "torch==2.11.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
#   "datasets==5.2.0",
# ]
# ///
"""Raises the errors of gated and private repositories, and runs each fix that a program can run.

    python tools/repro/run.py content/guides/gated-repo/repro.py --out OUT

No scenario talks to Hugging Face. A server in this file, on localhost and over TLS, plays the Hub:
`HF_ENDPOINT` points to it. The libraries are the real ones and raise their own errors; the answers
(status, X-Error-Code, X-Error-Message) are those that users of the Hub have recorded, and the
sources of the guide name them. So every scenario has the scope "mechanism". All tokens here are
invented. The models are tiny and random.
"""

import json
import os
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from repro.scenario import check, scenario

MODEL = "google/gemma-3-1b-pt"
GATED = (
    "OSError: You are trying to access a gated repo.\n"
    "Make sure to have access to it at https://huggingface.co/google/gemma-3-1b-pt.\n"
    "{status} Client Error.{rest}Cannot access gated repo for url https://localhost:"
)
COMMIT = "0123456789abcdef0123456789abcdef01234567"
REPOSITORIES = {
    MODEL: "gated",
    "my-org/my-adapter": "public",
    "my-org/private-model": "private",
    "Qwen/Qwen3-0.6B": "public",
    "my-org/gated-dataset": "gated",
}
#: What each token's account may do. Tokens that are not here are revoked.
ACCOUNTS = {
    "hf_reader": {"name": "reader", "role": "read", "access": "granted"},
    "hf_newcomer": {"name": "newcomer", "role": "read", "access": "none"},
    "hf_waiting": {"name": "waiting", "role": "read", "access": "pending"},
    "hf_finegrained": {"name": "reader", "role": "fineGrained", "access": "granted"},
}
TOKEN_VARIABLES = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_DISABLE_IMPLICIT_TOKEN")


def refusal(repository, token):
    """Status, X-Error-Code and X-Error-Message with which the Hub refuses a file, or None."""
    kind, account = REPOSITORIES.get(repository), ACCOUNTS.get(token)
    restricted = f"Access to model {repository} is restricted"
    if kind == "gated":
        if account is None:  # no token, or one that is not valid: the answer is the same
            log_in = "You must have access to it and be authenticated to access it. Please log in."
            return 401, "GatedRepo", f"{restricted}. {log_in}"
        if account["role"] == "fineGrained":
            return (
                403,
                None,
                "Please enable access to public gated repositories in your fine-grained token "
                "settings to view this repository.",
            )
        if account["access"] == "none":
            ask = f"Visit https://huggingface.co/{repository} to ask for access."
            return 403, "GatedRepo", f"{restricted} and you are not in the authorized list. {ask}"
        if account["access"] == "pending":
            return (
                403,
                "GatedRepo",
                f"Your request to access model {repository} is awaiting a review from the repo "
                "authors.",
            )
        return None
    if token and account is None:
        return 401, None, "Invalid credentials in Authorization header"
    if kind == "public" or (kind == "private" and account and account["access"] == "granted"):
        return None
    if account is None:
        return 401, None, "Invalid username or password."
    return 404, "RepoNotFound", "Repository not found"


class Hub(BaseHTTPRequestHandler):
    """Plays the Hub: whoami, the browser login, metadata, and files."""

    protocol_version = "HTTP/1.1"
    tokens_seen: list = []

    def do_HEAD(self):
        self.do_GET()

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/oauth/device":
            page = "https://huggingface.co/device"
            info = {"device_code": "d", "user_code": "ABCD-EFGH", "verification_uri": page}
            return self.answer(200, {**info, "interval": 0, "expires_in": 60})
        if self.path == "/oauth/token":  # the user has agreed in the browser, as reader
            return self.answer(200, {"access_token": "hf_reader", "token_type": "bearer"})
        return self.refuse((404, None, "Not found"))

    def do_GET(self):
        token = self.headers.get("Authorization", "").removeprefix("Bearer ") or None
        self.tokens_seen.append(token)
        path = unquote(urlsplit(self.path).path).strip("/")
        if path == "api/whoami-v2":
            return self.whoami(token)
        if path.startswith(("api/models/", "api/datasets/")):
            owner, name, *rest = path.split("/")[2:]
            return self.metadata(f"{owner}/{name}", rest, token)
        if path.startswith("api/"):
            return self.refuse((404, None, "Not found"))
        repository, _, file = path.removeprefix("datasets/").partition("/resolve/")
        return self.file(repository, file.partition("/")[2], token)

    def whoami(self, token):
        account = ACCOUNTS.get(token)
        if account is None:
            return self.refuse((401, None, "Invalid credentials in Authorization header"))
        described = {"role": account["role"], "displayName": f"{account['name']}-laptop"}
        name = account["name"]
        return self.answer(200, {"name": name, "orgs": [], "auth": {"accessToken": described}})

    def metadata(self, repository, rest, token):
        refused = refusal(repository, token)
        if REPOSITORIES.get(repository) == "gated" and rest[:1] != ["auth-check"]:
            refused = None  # card and list of files of a gated repository are public
        if refused:
            return self.refuse(refused)
        files = sorted(Path("hub", repository).glob("*"))
        if rest[:1] == ["tree"]:
            rows = [
                {"type": "file", "path": f.name, "size": f.stat().st_size, "oid": f.name}
                for f in files
            ]
            return self.answer(200, rows)
        names = [{"rfilename": file.name} for file in files]
        gated = REPOSITORIES[repository] == "gated" and "auto"
        info = {"id": repository, "sha": COMMIT, "private": False, "gated": gated}
        return self.answer(200, {**info, "tags": [], "downloads": 0, "siblings": names})

    def file(self, repository, name, token):
        refused = refusal(repository, token)
        if refused:
            return self.refuse(refused)
        path = Path("hub", repository, name)
        if not path.is_file():
            return self.refuse((404, "EntryNotFound", "Entry not found"))
        return self.answer(200, path.read_bytes(), {"ETag": f'"{path.name}"'})

    def refuse(self, refused):
        status, code, message = refused
        headers = {"X-Error-Message": message, "X-Request-Id": "Root=1-played-by-localhost"}
        if code:
            headers["X-Error-Code"] = code
        self.answer(status, {"error": message}, headers)

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


def play_hub(**variables):
    """Start the server and point the libraries to it; `variables` go into the environment."""
    subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 "
        "-subj /CN=localhost -addext subjectAltName=DNS:localhost".split(),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("cert.pem", "key.pem")
    server = ThreadingHTTPServer(("localhost", 0), Hub)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name in TOKEN_VARIABLES:
        os.environ.pop(name, None)
    own = {
        "HF_ENDPOINT": f"https://localhost:{server.server_port}",
        "HF_HOME": str(Path("home").resolve()),
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
        "SSL_CERT_FILE": str(Path("cert.pem").resolve()),
        "NO_PROXY": "localhost",
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


def put_model(*names):
    """Tiny models with random weights, as repositories of the server."""
    from transformers import Qwen3ForCausalLM

    for name in names or (MODEL,):
        Qwen3ForCausalLM(make_config()).save_pretrained(f"hub/{name}")


def put_config(*names):
    """Only a config.json."""
    for name in names or (MODEL,):
        Path("hub", name).mkdir(parents=True)
        Path("hub", name, "config.json").write_text('{"model_type": "qwen3"}', encoding="utf-8")


def put_adapter():
    """A public adapter whose base is gated."""
    from peft import LoraConfig, get_peft_model
    from transformers import Qwen3ForCausalLM

    model = Qwen3ForCausalLM(make_config())
    model.config._name_or_path = MODEL
    lora = LoraConfig(r=2, target_modules="all-linear", task_type="CAUSAL_LM")
    get_peft_model(model, lora).save_pretrained("hub/my-org/my-adapter")
    config = Path("hub/my-org/my-adapter/adapter_config.json")
    values = {**json.loads(config.read_text("utf-8")), "base_model_name_or_path": MODEL}
    config.write_text(json.dumps(values), encoding="utf-8")


def log_in(token):
    """Store a token as `hf auth login` does."""
    subprocess.run(["hf", "auth", "login", "--token", token], check=True)


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def shell(script, keyboard="", **variables):
    """Run it; what it printed."""
    done = subprocess.run(
        ["bash", "-c", script],
        input=keyboard,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(f"$ {script}\n{done.stdout}")
    return done


LOAD = (
    "from transformers import AutoModelForCausalLM as A; "
    f"print('loaded', A.from_pretrained('{MODEL}').num_parameters() > 0)"
)


def load_in_new_process(**variables):
    """Whether a new Python process can load the gated model."""
    done = shell(f'"{sys.executable}" -c "{LOAD}"', **variables)
    return "loaded True" in done.stdout


# ----------------------------------------------------------------------------------- errors


@scenario("error/local-hub-no-token", scope="mechanism", reproduces="gated", expect=GATED)
def error_no_token():
    play_hub()
    put_config()
    # region: error/local-hub-no-token
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("google/gemma-3-1b-pt")
    # endregion


@scenario(
    "error/local-hub-download",
    scope="mechanism",
    reproduces="please-log-in",
    expect="GatedRepoError: 401 Client Error. (Request ID: {id})\n\nCannot access gated repo for "
    "url {url}\nAccess to model google/gemma-3-1b-pt is restricted. You must have access to it "
    "and be authenticated to access it. Please log in.",
)
def error_download():
    play_hub()
    put_config()
    from huggingface_hub import hf_hub_download

    hf_hub_download(MODEL, "config.json")


@scenario(
    "error/local-hub-no-access",
    scope="mechanism",
    reproduces="not-authorized",
    expect="GatedRepoError: 403 Client Error. (Request ID: {id})\n\nCannot access gated repo for "
    "url {url}\nAccess to model google/gemma-3-1b-pt is restricted and you are not in the "
    "authorized list. Visit https://huggingface.co/google/gemma-3-1b-pt to ask for access.",
)
def error_no_access():
    """The token is valid; its account has not asked for access."""
    play_hub(HF_TOKEN="hf_newcomer")
    put_config()
    from huggingface_hub import hf_hub_download

    hf_hub_download(MODEL, "config.json")


@scenario(
    "error/local-hub-pending",
    scope="mechanism",
    reproduces="awaiting-review",
    expect="GatedRepoError: 403 Client Error.{rest}Your request to access model "
    "google/gemma-3-1b-pt is awaiting a review from the repo authors.",
)
def error_pending():
    play_hub(HF_TOKEN="hf_waiting")
    put_config()
    from huggingface_hub import hf_hub_download

    hf_hub_download(MODEL, "config.json")


@scenario(
    "error/local-hub-fine-grained",
    scope="mechanism",
    reproduces="fine-grained",
    expect="HfHubHTTPError: (Request ID: {id})\n\n403 Forbidden: Please enable access to public "
    "gated repositories in your fine-grained token settings to view this repository..\nCannot "
    "access content at: {url}",
)
def error_fine_grained():
    """The account has access; the fine-grained token may not read gated repositories."""
    play_hub(HF_TOKEN="hf_finegrained")
    put_config()
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    get_hf_file_metadata(hf_hub_url(MODEL, "config.json"))


@scenario("error/local-hub-stale-token", scope="mechanism", reproduces="gated", expect=GATED)
def error_stale_token():
    """A good login is stored; the environment has a token that was revoked, and it counts."""
    play_hub()
    put_config()
    log_in("hf_reader")
    os.environ["HF_TOKEN"] = "hf_revoked"
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(MODEL)


@scenario("error/local-hub-other-home", scope="mechanism", reproduces="gated", expect=GATED)
def error_other_home():
    """Logged in, but the program runs with another home: sudo, a container, another node."""
    play_hub()
    put_config()
    log_in("hf_reader")
    os.environ["HF_HOME"] = str(Path("home-of-root").resolve())
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(MODEL)


@scenario("error/local-hub-old-keyword", scope="mechanism", reproduces="gated", expect=GATED)
def error_old_keyword():
    """transformers 5 takes the token as `token=` only."""
    play_hub()
    put_config()
    # region: error/local-hub-old-keyword
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained("google/gemma-3-1b-pt", use_auth_token="hf_reader")
    # endregion


@scenario("error/local-hub-base", scope="mechanism", reproduces="gated", expect=GATED)
def error_base():
    """The adapter is public, its base is gated; the message names the base."""
    play_hub()
    put_config()
    put_adapter()
    # region: error/local-hub-base
    from peft import AutoPeftModelForCausalLM

    model = AutoPeftModelForCausalLM.from_pretrained("my-org/my-adapter")
    # endregion


NOT_VALID = (
    "OSError: {name} is not a local folder and is not a valid model identifier listed on "
    "'https://huggingface.co/models'\nIf this is a private repository, make sure to pass a token "
    "having permission to this repo either by logging in with `hf auth login`"
)


@scenario(
    "error/local-hub-private",
    scope="mechanism",
    reproduces="not-a-valid-identifier",
    expect=NOT_VALID,
)
def error_private():
    play_hub()
    put_config("my-org/private-model")
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained("my-org/private-model")


@scenario(
    "error/local-hub-typo",
    scope="mechanism",
    reproduces="authenticated-hint",
    expect="RepositoryNotFoundError: 404 Client Error.{rest}If you are trying to access a private "
    "or gated repo, make sure you are authenticated",
)
def error_typo():
    """With a valid token the Hub answers 404, without one 401."""
    play_hub(HF_TOKEN="hf_reader")
    from huggingface_hub import hf_hub_download

    hf_hub_download("google/gemma-3-1b-tp", "config.json")


@scenario(
    "error/local-hub-folder",
    scope="mechanism",
    reproduces="not-a-valid-identifier",
    expect=NOT_VALID,
)
def error_folder():
    """A checkpoint that is not where the program looks: the path is taken for a repository."""
    play_hub()
    # region: error/local-hub-folder
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("outputs/checkpoint-500")
    # endregion


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-log-in", scope="mechanism")
def fix_log_in():
    """The commands; without a terminal `hf auth login` takes the browser's way."""
    play_hub()
    put_model()
    check("before, it cannot be loaded", not load_in_new_process())
    done = shell(commands("fix-log-in"))
    check("the commands succeeded", done.returncode == 0)
    check("whoami names the account", "reader" in done.stdout)
    check("config.json was downloaded", "config.json" in done.stdout)
    check("a new process loads the model", load_in_new_process())
    check("the token was sent to HF_ENDPOINT", "hf_reader" in Hub.tokens_seen)


@scenario("fix-log-in/variable", scope="mechanism")
def fix_log_in_variable():
    """For machines without a home that lasts: the variable, typed where nothing keeps it."""
    play_hub()
    put_model()
    script = commands("fix-log-in/variable").replace("python train.py", f'python -c "{LOAD}"')
    check("before, it cannot be loaded", not load_in_new_process())
    done = shell(script, keyboard="hf_reader\n")
    check("the program under the variable loads it", "loaded True" in done.stdout)
    check("the token was not echoed", "hf_reader" not in done.stdout)
    check("nothing was stored", not Path("home/token").exists())


@scenario("fix-log-in/notebook", scope="mechanism")
def fix_log_in_notebook():
    """After the import: the variable is read at each request."""
    import io
    import warnings

    play_hub()
    put_model()
    from transformers import AutoModelForCausalLM

    try:
        AutoModelForCausalLM.from_pretrained(MODEL)
        refused = False
    except OSError:
        refused = True
    check("before, it cannot be loaded", refused)
    warnings.simplefilter("ignore")
    sys.stdin = io.StringIO("hf_reader\n")
    # region: fix-log-in/notebook
    import os
    from getpass import getpass

    os.environ["HF_TOKEN"] = getpass("HF token: ")
    # endregion
    model = AutoModelForCausalLM.from_pretrained(MODEL)
    check("it is loaded", model.num_parameters() > 0)


@scenario("fix-other-token", scope="mechanism")
def fix_other_token():
    """A revoked token in the environment, a good one stored."""
    play_hub()
    put_model()
    log_in("hf_reader")
    stale = {"HF_TOKEN": "hf_revoked"}
    check("before, it cannot be loaded", not load_in_new_process(**stale))
    whoami = shell("hf auth whoami", **stale)
    check("whoami fails and names the variable", "HF_TOKEN environment variable" in whoami.stdout)
    load = f'"{sys.executable}" -c "{LOAD}"'
    done = shell(f"{commands('fix-other-token')}\n{load}", **stale)
    check("the list tells of the variable", "is the current active token" in done.stdout)
    check("the token is masked", "hf_revoked" not in done.stdout)
    check("whoami then names the account", "reader" in done.stdout)
    check("and the same shell loads the model", "loaded True" in done.stdout)


def put_checkpoint():
    """./outputs/checkpoint-500, as a run left it."""
    from transformers import Qwen3ForCausalLM

    Qwen3ForCausalLM(make_config()).save_pretrained("outputs/checkpoint-500")


@scenario("fix-name", scope="mechanism")
def fix_name():
    play_hub()
    put_checkpoint()
    # region: fix-name
    from pathlib import Path

    from transformers import AutoModelForCausalLM

    folder = Path("outputs/checkpoint-500").resolve(strict=True)
    model = AutoModelForCausalLM.from_pretrained(folder)
    # endregion
    check("it is loaded", model.num_parameters() > 0)
    check("nobody asked the Hub", not Hub.tokens_seen)


@scenario("fix-base", scope="mechanism")
def fix_base():
    """The base comes from a folder, with other random weights than the adapter's: it fits."""
    play_hub()
    put_adapter()
    put_model(MODEL)
    Path("hub", MODEL).rename("gemma-3-1b-pt")
    # region: fix-base
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    base = AutoModelForCausalLM.from_pretrained("./gemma-3-1b-pt")
    model = PeftModel.from_pretrained(base, "my-org/my-adapter")
    # endregion
    model.print_trainable_parameters()
    lora = [name for name, _ in model.named_parameters() if "lora_A" in name]
    check("the adapter is there", len(lora) == 7)
    check("no token was needed", set(Hub.tokens_seen) == {None})


@scenario("fix-folder", scope="mechanism")
def fix_folder():
    """Download where there is access, load where there is none."""
    play_hub()
    put_model()
    log_in("hf_reader")
    done = shell(commands("fix-folder"))
    check("the download succeeded", done.returncode == 0)
    os.environ.update(HF_HOME=str(Path("another-machine").resolve()), HF_HUB_OFFLINE="1")
    before = len(Hub.tokens_seen)
    # region: fix-folder/load
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("./gemma-3-1b-pt")
    # endregion
    check("it is loaded", model.num_parameters() > 0)
    check("without asking the Hub", len(Hub.tokens_seen) == before)


# ----------------------------------------------------------------------------------- checks


def probe():
    """What the region check-access prints in a new process."""
    text = Path(__file__).read_text(encoding="utf-8")
    body = text.partition("# region: check-access\n")[2].partition("    # endregion")[0]
    script = "\n".join(line.removeprefix("    ") for line in body.splitlines())
    Path("probe.py").write_text(script, encoding="utf-8")
    return shell(f'"{sys.executable}" probe.py').stdout


@scenario("check-access", scope="mechanism")
def check_access():
    play_hub(HF_TOKEN="hf_newcomer")
    put_config()
    # region: check-access
    import os

    from huggingface_hub import get_hf_file_metadata, get_token, hf_hub_url, whoami
    from huggingface_hub.errors import HfHubHTTPError

    url = hf_hub_url("google/gemma-3-1b-pt", "config.json")
    token, source, account = get_token(), "none", "none"
    if token:
        names = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
        source = next((name for name in names if os.environ.get(name)), "stored")
        try:
            account = whoami()["name"]
        except OSError as error:
            status = getattr(getattr(error, "response", None), "status_code", None)
            account = "(invalid)" if status == 401 else "(unknown)"
    answer, code, said = 200, "none", ""
    try:
        get_hf_file_metadata(url)
    except HfHubHTTPError as error:
        answer, said = error.response.status_code, error.server_message
        code = error.response.headers.get("X-Error-Code", "none")
    print("token:", source, "| account:", account, "| answer:", answer, "| code:", code)
    print(said)
    # endregion
    check("it tells of the account and the refusal", (account, answer) == ("newcomer", 403))


@scenario("extra-probe-states", scope="mechanism")
def extra_probe_states():
    """The probe in each of the states that the guide tells apart."""
    play_hub()
    put_config()
    put_model("my-org/private-model")
    line = "token: {} | account: {} | answer: {} | code: {}"
    check("no token", line.format("none", "none", 401, "GatedRepo") in probe())
    for token, account, answer, code in (
        ("hf_reader", "reader", 200, "none"),
        ("hf_waiting", "waiting", 403, "GatedRepo"),
        ("hf_finegrained", "reader", 403, "none"),
        ("hf_revoked", "(invalid)", 401, "GatedRepo"),
    ):
        os.environ["HF_TOKEN"] = token
        printed = probe()
        check(token, line.format("HF_TOKEN", account, answer, code) in printed)
        check("the token is not printed", token not in printed)
    os.environ["HF_TOKEN"] = "hf_reader"
    Path("hub", MODEL, "config.json").unlink()
    missing = line.format("HF_TOKEN", "reader", 404, "EntryNotFound")
    check("access, and no config.json", missing in probe())
    del os.environ["HF_TOKEN"]
    log_in("hf_newcomer")
    check("stored", line.format("stored", "newcomer", 403, "GatedRepo") in probe())
    REPOSITORIES[MODEL] = "private"
    check("private", line.format("stored", "newcomer", 404, "RepoNotFound") in probe())
    Path("home/token").unlink()
    check("anonymous", line.format("none", "none", 401, "none") in probe())
    Hub.whoami = lambda self, _: self.refuse((429, None, "Too many requests"))
    REPOSITORIES[MODEL] = "gated"
    os.environ["HF_TOKEN"] = "hf_newcomer"
    limited = line.format("HF_TOKEN", "(unknown)", 403, "GatedRepo")
    check("whoami refused for its rate: not taken for a bad token", limited in probe())


# ------------------------------------------------------- what does not help, and what is silent


@scenario(
    "extra-fine-grained-hidden",
    scope="mechanism",
    expect="OSError: We couldn't connect to '{url}' to load the files, and couldn't find them in "
    "the cached files.",
)
def extra_fine_grained_hidden():
    """The last line of transformers speaks of the connection; the 403 stands further up."""
    play_hub(HF_TOKEN="hf_finegrained")
    put_config()
    from transformers import AutoConfig

    AutoConfig.from_pretrained(MODEL)


@scenario(
    "extra-invalid-token-public",
    scope="mechanism",
    expect="OSError: There was a specific connection error when trying to load Qwen/Qwen3-0.6B:"
    "{rest}Invalid credentials in Authorization header",
)
def extra_invalid_token_public():
    """A revoked token also breaks models that are open to everybody."""
    play_hub(HF_TOKEN="hf_revoked")
    put_config("Qwen/Qwen3-0.6B")
    from transformers import AutoConfig

    AutoConfig.from_pretrained("Qwen/Qwen3-0.6B")


@scenario(
    "extra-dataset",
    scope="mechanism",
    expect="DatasetNotFoundError: Dataset 'my-org/gated-dataset' is a gated dataset on the Hub. "
    "You must be authenticated to access it.",
)
def extra_dataset():
    play_hub()
    put_config("my-org/gated-dataset")
    from datasets import load_dataset

    load_dataset("my-org/gated-dataset")


@scenario("extra-order", scope="mechanism")
def extra_order():
    """HF_TOKEN before HUGGING_FACE_HUB_TOKEN before the stored one; each request asks again."""
    play_hub()
    log_in("hf_reader")
    from huggingface_hub import get_token

    check("the stored one", get_token() == "hf_reader")
    os.environ["HUGGING_FACE_HUB_TOKEN"] = "hf_old_name"
    check("the old name wins over it", get_token() == "hf_old_name")
    os.environ["HF_TOKEN"] = "hf_new_name"
    check("HF_TOKEN wins over both", get_token() == "hf_new_name")
    os.environ["HF_TOKEN"] = ""
    check("an empty one does not count", get_token() == "hf_old_name")


@scenario("extra-no-token-sent", scope="mechanism")
def extra_no_token_sent():
    """`token=False` and HF_HUB_DISABLE_IMPLICIT_TOKEN send none, though there is one."""
    play_hub(HF_TOKEN="hf_reader")
    put_config()
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import GatedRepoError

    try:
        hf_hub_download(MODEL, "config.json", token=False)
        status = 200
    except GatedRepoError as error:
        status = error.response.status_code
    check("token=False: 401", status == 401 and set(Hub.tokens_seen) == {None})
    done = shell(
        f"hf download {MODEL} config.json", HF_HUB_DISABLE_IMPLICIT_TOKEN="1", COLUMNS="300"
    )
    check("HF_HUB_DISABLE_IMPLICIT_TOKEN: denied", "Access denied" in done.stdout)
    check("and no token was sent", set(Hub.tokens_seen) == {None})


@scenario("extra-children", scope="mechanism")
def extra_children():
    """Children of a shell with the exported variable have it; a cleaned environment has not."""
    play_hub()
    ask = "from huggingface_hub import get_token; print('token', bool(get_token()))"
    python = f'"{sys.executable}" -c "{ask}"'
    check("without export: no", "token False" in shell(f"HF_TOKEN=hf_reader; {python}").stdout)
    check("with export: yes", "token True" in shell(f"export HF_TOKEN=hf_reader; {python}").stdout)
    cleaned = f"export HF_TOKEN=hf_reader; env -u HF_TOKEN {python}"
    check("dropped on the way: no", "token False" in shell(cleaned).stdout)
    run = f"{Path(sys.executable).parent}/torchrun --nproc-per-node 2"
    Path("ask.py").write_text(ask, encoding="utf-8")
    done = shell(f"export HF_TOKEN=hf_reader; {run} ask.py")
    check("torchrun hands it on to both", done.stdout.count("token True") == 2)


@scenario("extra-cached", scope="mechanism")
def extra_cached():
    """Files in the cache are used without a token, though the Hub still answers 401."""
    play_hub()
    put_model()
    check("downloaded with a token", load_in_new_process(HF_TOKEN="hf_reader"))
    Hub.tokens_seen.clear()
    check("loaded without one", load_in_new_process())
    check("the Hub was asked without a token", None in Hub.tokens_seen)
    check("offline too", load_in_new_process(HF_HUB_OFFLINE="1"))
    check("another cache has nothing", not load_in_new_process(HF_HOME=str(Path("b").resolve())))


@scenario("extra-endpoint-late", scope="mechanism")
def extra_endpoint_late():
    """HF_ENDPOINT and HF_HOME are read at the import, HF_TOKEN at each request."""
    play_hub()
    from huggingface_hub import constants, get_token, hf_hub_url

    before, path = hf_hub_url(MODEL, "config.json"), constants.HF_TOKEN_PATH
    os.environ["HF_HOME"] = "/another/home"
    os.environ["HF_ENDPOINT"] = "https://hf-mirror.com"
    os.environ["HF_TOKEN"] = "hf_reader"
    check("the address stays", hf_hub_url(MODEL, "config.json") == before)
    check("and the place of the login", constants.HF_TOKEN_PATH == path)
    check("the token does not", get_token() == "hf_reader")


@scenario("extra-cli-denied", scope="mechanism")
def extra_cli_denied():
    """`hf download` shows the Hub's own sentence for a fine-grained token; traceback or not."""
    play_hub(HF_TOKEN="hf_finegrained")
    put_config()
    done = shell(f"hf download {MODEL} config.json", COLUMNS="300")
    check("it fails", done.returncode != 0)
    check("and says why", "fine-grained token settings" in done.stdout.replace("\n", " "))
    done = shell(f"hf download {MODEL} config.json", HF_TOKEN="hf_newcomer", COLUMNS="300")
    check("for an account without access it names approval", "requires approval" in done.stdout)
    check("and no number", "403" not in done.stdout)


@scenario("extra-login-skipped", scope="mechanism")
def extra_login_skipped():
    """If any token is found, be it a bad one, `hf auth login` asks nothing and stores nothing."""
    play_hub(HF_TOKEN="hf_revoked")
    done = shell("hf auth login", COLUMNS="300")
    check("it ends without an error", done.returncode == 0)
    check("it says why", "already logged in" in done.stdout)
    check("nobody is logged in", not Path("home/token").exists())
    done = shell("hf auth login --force", COLUMNS="300")
    check("--force logs in", Path("home/token").exists())
