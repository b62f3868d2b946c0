# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "transformers==5.17.0",
#   "tokenizers==0.23.3",
# ]
# ///
"""Loads tokenizers without sentencepiece, protobuf, tiktoken or their files, and runs each fix.

    python tools/repro/run.py content/guides/tokenizer-sentencepiece-missing/repro.py --out OUT

It needs environments that have neither sentencepiece nor protobuf nor tiktoken, with pip, one for
each generation of messages; choose scenarios with `--only`:

    transformers 5.17.0    everything that says nothing else
    transformers 4.57.6    the scenarios that need transformers>=4.51,<5
    transformers 4.44.2    the scenarios that need transformers<4.45

A tiny vocabulary is trained by the real sentencepiece, which pip puts into a folder that only the
training sees. Fixes run the commands of the page in a virtual environment to which this one lends
transformers. No GPU is needed; a package index is.
"""

import base64
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from repro.scenario import check, scenario

V5 = ["network", "transformers>=5.6"]
V4 = ["network", "transformers>=4.51", "transformers<5"]
OLD = ["network", "transformers<4.45"]
TIKTOKEN = "ValueError: `tiktoken` is required to read a `tiktoken` file."
BACKEND = "ValueError: Couldn't instantiate the backend tokenizer from one of:"
CONVERTING = "ValueError: Converting from SentencePiece and Tiktoken failed"
SLOW = "LlamaTokenizer requires the SentencePiece library but it was not found in your environment."
PROTOBUF = " requires the protobuf library but it was not found in your environment."
CONVERTER = "LlamaConverter requires the protobuf library but it was not found in your environment."
TEXT = "the quick fox jumps</s>"
CONFIG = {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": 300}
TRAIN = """
import sentencepiece
lines = [f"the quick brown fox {i} jumps over the lazy dog {i * 7} times" for i in range(300)]
sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_prefix="spm",
    vocab_size=300, model_type="bpe", byte_fallback=True, minloglevel=2)
"""
LOAD = """
from transformers import AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained({folder!r})
print("ids", tokenizer({text!r})["input_ids"])
"""


def pip(*arguments, python=sys.executable):
    """Run pip, and say nothing unless it fails."""
    subprocess.run(
        [python, "-m", "pip", "-q", "--disable-pip-version-check", *arguments], check=True
    )


def make_model(folder="my-model"):
    """A folder of a Llama with tokenizer.model and without tokenizer.json."""
    if not Path("spm.model").exists():
        pip("install", "--target", "trainer", "sentencepiece==0.2.1")
        say(sys.executable, "-c", TRAIN, env={**os.environ, "PYTHONPATH": "trainer"})
    write_folder(folder, {"tokenizer_class": "LlamaTokenizer", "add_bos_token": True})
    Path(folder, "tokenizer.model").write_bytes(Path("spm.model").read_bytes())


def write_folder(folder, tokenizer_config=None):
    """A model's folder without any tokenizer file."""
    Path(folder).mkdir()
    Path(folder, "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    if tokenizer_config:
        text = json.dumps(tokenizer_config)
        Path(folder, "tokenizer_config.json").write_text(text, encoding="utf-8")


def make_tiktoken_model():
    """A tokenizer.model in tiktoken's format: all bytes and one pair."""
    write_folder("my-model", {"tokenizer_class": "PreTrainedTokenizerFast"})
    pieces = [*(bytes([i]) for i in range(256)), b"th", b"the"]
    lines = [f"{base64.b64encode(piece).decode()} {rank}\n" for rank, piece in enumerate(pieces)]
    Path("my-model", "tokenizer.model").write_text("".join(lines), encoding="utf-8")


def make_model_of_v5():
    """my-model, as transformers 5.17 saves it: tokenizer.json, and a list of special tokens."""
    make_model("source")
    packages = ["transformers==5.17.0", "sentencepiece==0.2.1", "protobuf"]
    pip("install", "--target", "five", *packages)
    code = (
        "from transformers import AutoTokenizer; t = AutoTokenizer.from_pretrained('source');"
        f"t.save_pretrained('my-model'); print('ids', t({TEXT!r})['input_ids'])"
    )
    said = say(sys.executable, "-c", code, env={**os.environ, "PYTHONPATH": "five"})
    text = Path("my-model", "tokenizer_config.json").read_text(encoding="utf-8")
    check("special tokens are a list", isinstance(json.loads(text)["extra_special_tokens"], list))
    Path("my-model", "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    return ids_of(said)


def add_packages(*packages):
    """Packages for this process, before it imports transformers."""
    pip("install", "--target", "added", *packages)
    sys.path.insert(0, os.path.abspath("added"))


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def environment(name="env", *options):
    """A virtual environment that sees this one's transformers, first on PATH; the variables."""
    subprocess.run([sys.executable, "-m", "venv", *(options or ["--without-pip"]), name], check=True)
    site = Path(name, "lib", f"python3.{sys.version_info.minor}", "site-packages")
    lent = Path(find_spec("transformers").origin).parents[1]
    Path(site, "lent.pth").write_text(str(lent), encoding="utf-8")
    here = str(Path(name, "bin").resolve())
    variables = {**os.environ, "PATH": here + os.pathsep + os.environ["PATH"]}
    variables.pop("PYTHONPATH", None)
    return variables | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def say(*command, env=None, fails=False):
    """Run a command, print what it says and return it."""
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    print(said[-4000:])
    check(f"ends with {'an error' if fails else 'status 0'}", bool(done.returncode) == fails)
    return said


def bash(region, env):
    """Run the commands of the page."""
    return say("bash", "-e", "-c", commands(region), env=env)


def load(env, folder="my-model", fails=False):
    """Load the tokenizer in a process of its own; what it said."""
    return say("python", "-c", LOAD.format(folder=folder, text=TEXT), env=env, fails=fails)


def ids_of(said):
    """The ids that a process printed."""
    return next(line for line in said.splitlines() if line.startswith("ids "))


def reads_words(said):
    """The text became pieces between the beginning and the end, none of them unknown."""
    ids = json.loads(ids_of(said)[4:])
    check("more than five ids, from <s> to </s>", len(ids) > 5 and ids[0] == 1 and ids[-1] == 2)
    check("no piece is unknown", 0 not in ids)


# ----------------------------------------------------------------------------------- errors


@scenario("error/no-packages", reproduces="tiktoken-required", expect=TIKTOKEN, needs=V5)
def error_no_packages():
    make_model()
    # region: error/no-packages
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("my-model")
    # endregion
    del tokenizer


@scenario(
    "error/no-packages-44",
    reproduces="backend-old",
    expect="You need to have sentencepiece installed to convert a slow tokenizer to a fast one.",
    needs=OLD,
)
def error_no_packages_44():
    """The wording up to 4.44."""
    from transformers import AutoTokenizer

    make_model()
    AutoTokenizer.from_pretrained("my-model")


@scenario("error/slow", reproduces="requires-sentencepiece", expect=SLOW, needs=V4)
def error_slow():
    """The slow class of transformers 4."""
    from transformers import LlamaTokenizer

    make_model()
    LlamaTokenizer.from_pretrained("my-model")


@scenario("error/no-sentencepiece", reproduces="converting", expect=CONVERTING, needs=V4)
def error_no_sentencepiece():
    """4.51 to 4.57 with protobuf alone."""
    make_model()
    add_packages("protobuf")
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


@scenario(
    "error/slow-version",
    reproduces="slow-version",
    expect="ValueError: Cannot instantiate this tokenizer from a slow version.",
    needs=V4,
)
def error_slow_version():
    """tokenizer.json is there, and add_prefix_space asks for the conversion all the same."""
    make_model()
    env = environment()
    bash("fix-install", env)
    code = (
        "from transformers import AutoTokenizer as A; "
        "t = A.from_pretrained('my-model', add_prefix_space=True); t.save_pretrained('my-tokenizer')"
    )
    say("python", "-c", code, env=env)
    check("tokenizer.json is there", Path("my-tokenizer", "tokenizer.json").is_file())
    text = Path("my-tokenizer", "tokenizer_config.json").read_text(encoding="utf-8")
    check("add_prefix_space is saved", json.loads(text)["add_prefix_space"] is True)
    reads_words(load(env, "my-tokenizer"))
    check("without protobuf", PROTOBUF in load(environment("bare"), "my-tokenizer", fails=True))
    add_packages("protobuf")
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-tokenizer")


@scenario("error/no-protobuf", reproduces="requires-protobuf", expect=CONVERTER, needs=OLD)
def error_no_protobuf():
    """sentencepiece alone."""
    make_model()
    add_packages("sentencepiece==0.2.1")
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


@scenario("error/not-restarted", reproduces="converting", expect=CONVERTING, needs=V4)
def error_not_restarted():
    """Both packages are installed after the import, as in a notebook: another message."""
    make_model()
    Path("added").mkdir()
    sys.path.insert(0, os.path.abspath("added"))
    from transformers import AutoTokenizer

    said = ""
    try:
        AutoTokenizer.from_pretrained("my-model")
    except ImportError as error:
        said = str(error)
    check("before: protobuf", PROTOBUF in said)
    pip("install", "--target", "added", "sentencepiece==0.2.1", "protobuf")
    import sentencepiece

    check("now sentencepiece can be imported", bool(sentencepiece.__version__))
    AutoTokenizer.from_pretrained("my-model")


@scenario("error/not-restarted-5", reproduces="tiktoken-required", expect=TIKTOKEN, needs=V5)
def error_not_restarted_5():
    """The same in transformers 5: the answer of the first look is kept."""
    make_model()
    Path("added").mkdir()
    sys.path.insert(0, os.path.abspath("added"))
    from transformers import AutoTokenizer

    pip("install", "--target", "added", "sentencepiece==0.2.1", "protobuf")
    import sentencepiece

    check("sentencepiece can be imported", bool(sentencepiece.__version__))
    AutoTokenizer.from_pretrained("my-model")


@scenario("error/other-python", reproduces="tiktoken-required", expect=TIKTOKEN, needs=V5)
def error_other_python():
    """A pip that belongs to another Python."""
    make_model()
    other = environment("other", "--copies")
    say("bash", "-c", 'pip install "sentencepiece==0.2.1" protobuf', env=other)
    reads_words(load(other))
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


@scenario("error/no-files", reproduces="backend", expect=BACKEND, needs=V5)
def error_no_files():
    """Every package is there, no tokenizer file is."""
    add_packages("sentencepiece==0.2.1", "protobuf", "tiktoken")
    write_folder("my-model")
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


@scenario(
    "error/no-files-44",
    reproduces="backend-old",
    expect="You need to have sentencepiece installed to convert a slow tokenizer to a fast one.",
    needs=OLD,
)
def error_no_files_44():
    """Up to 4.44 for a class without a slow twin: both packages are there, no file is."""
    add_packages("sentencepiece==0.2.1", "protobuf")
    write_folder("my-model", {"tokenizer_class": "PreTrainedTokenizerFast"})
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


@scenario("error/adapter", reproduces="backend", expect=BACKEND, needs=V5)
def error_adapter():
    """A folder of an adapter without a tokenizer."""
    add_packages("sentencepiece==0.2.1", "protobuf")
    Path("my-adapter").mkdir()
    Path("my-adapter", "adapter_config.json").write_text("{}", encoding="utf-8")
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-adapter")


@scenario(
    "error/not-a-string", reproduces="not-a-string", expect="TypeError: not a string", needs=V4
)
def error_not_a_string():
    """transformers 4 with both packages: tokenizer.model is missing."""
    add_packages("sentencepiece==0.2.1", "protobuf")
    write_folder("my-model", {"tokenizer_class": "LlamaTokenizer"})
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


@scenario(
    "error/no-model-file",
    reproduces="model-file",
    expect="ValueError: Either model_file or model_proto must be specified.",
    needs=V4,
)
def error_no_model_file():
    """The same with sentencepiece 0.2.3."""
    add_packages("sentencepiece==0.2.3", "protobuf")
    write_folder("my-model", {"tokenizer_class": "LlamaTokenizer"})
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


@scenario("error/masked", reproduces="requires-protobuf", expect=PROTOBUF, needs=V4)
def error_masked():
    """A folder with tokenizer.json, which needs no protobuf: another error is hidden."""
    make_model_of_v5()
    from transformers import AutoTokenizer

    try:
        AutoTokenizer.from_pretrained("my-model")
    except ImportError as error:
        check("what went before", "'list' object has no attribute 'keys'" in str(error.__context__))
        raise


@scenario("error/tiktoken-file", reproduces="tiktoken-required", expect=TIKTOKEN, needs=V5)
def error_tiktoken_file():
    """Both packages are there, and the file is tiktoken's."""
    add_packages("sentencepiece==0.2.1", "protobuf")
    make_tiktoken_model()
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


@scenario(
    "error/protobuf-clash",
    reproduces="gencode",
    expect="VersionError: Detected mismatched Protobuf Gencode/Runtime major versions when loading "
    "sentencepiece_model.proto: gencode 7.36.1 runtime 5.29.5.",
    needs=V4,
)
def error_protobuf_clash():
    """The newest sentencepiece beside the protobuf that another package holds."""
    make_model()
    add_packages("sentencepiece==0.2.3", "protobuf==5.29.5")
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-install", needs=V5)
def fix_install():
    make_model()
    env = environment()
    said = load(env, fails=True)
    check("the warning names sentencepiece", "requires the SentencePiece library" in said)
    bash("fix-install", env)
    reads_words(load(env))


@scenario("extra-install-457", needs=V4)
def extra_install_457():
    """The same commands with transformers 4.57."""
    make_model()
    env = environment()
    check("before: protobuf", PROTOBUF in load(env, fails=True))
    bash("fix-install", env)
    reads_words(load(env))


@scenario("extra-install-444", needs=OLD)
def extra_install_444():
    """The same commands with transformers 4.44."""
    make_model()
    env = environment()
    check("before: backend", "Couldn't instantiate the backend" in load(env, fails=True))
    bash("fix-install", env)
    reads_words(load(env))


@scenario("fix-this-process", needs=V5)
def fix_this_process():
    make_model()
    env = environment()
    bash("fix-install", env)
    said = bash("fix-this-process", env)
    check("the interpreter that runs", str(Path("env/bin/python").absolute()) in said)
    check("and its packages", "Name: sentencepiece" in said and "Name: protobuf" in said)
    reads_words(load(env))


@scenario("fix-save-json", needs=V5)
def fix_save_json():
    """Convert where the packages are, load where they are not."""
    make_model()
    add_packages("sentencepiece==0.2.1", "protobuf")
    # region: fix-save-json
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("my-model")
    tokenizer.save_pretrained("my-tokenizer")
    # endregion
    check("tokenizer.json was written", Path("my-tokenizer/tokenizer.json").is_file())
    said = say(sys.executable, "-c", LOAD.format(folder="my-tokenizer", text=TEXT))
    ids = f"ids {tokenizer(TEXT)['input_ids']}"
    check("the same ids without the packages", ids_of(said) == ids)


@scenario("extra-save-json-457", needs=V4)
def extra_save_json_457():
    """The same with transformers 4.57."""
    make_model()
    add_packages("sentencepiece==0.2.1", "protobuf")
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("my-model")
    tokenizer.save_pretrained("my-tokenizer")
    said = say(sys.executable, "-c", LOAD.format(folder="my-tokenizer", text=TEXT))
    ids = f"ids {tokenizer(TEXT)['input_ids']}"
    check("the same ids without the packages", ids_of(said) == ids)


@scenario("fix-get-files/base", needs=V5)
def fix_get_files_base():
    """The adapter's folder gets the tokenizer of the model that it was trained on."""
    make_model("source")
    packages = environment()
    bash("fix-install", packages)
    code = "from transformers import AutoTokenizer as A; t = A.from_pretrained('source')"
    say("python", "-c", f"{code}; t.save_pretrained('my-model')", env=packages)
    Path("my-adapter").mkdir()
    Path("my-adapter", "adapter_config.json").write_text("{}", encoding="utf-8")
    load(packages, "my-adapter", fails=True)
    # region: fix-get-files/base
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("my-model")
    tokenizer.save_pretrained("my-adapter")
    print(len(tokenizer), tokenizer("Hello")["input_ids"])
    # endregion
    reads_words(load(packages, "my-adapter"))


@scenario("fix-unmask", needs=V4)
def fix_unmask():
    """A folder that transformers 5 saved, without protobuf and with it."""
    make_model_of_v5()
    env = environment()
    check("protobuf is blamed", PROTOBUF in load(env, fails=True))
    bash("fix-unmask", env)
    last = load(env, fails=True).splitlines()[-1]
    check("the real error is last", "'list' object has no attribute 'keys'" in last)


@scenario("fix-unmask/from-5", needs=V4)
def fix_unmask_from_5():
    """The same folder in transformers 4.57."""
    original = make_model_of_v5()
    code = (
        "from transformers import AutoTokenizer as A; t = A.from_pretrained('my-model');"
        "t.add_special_tokens({'additional_special_tokens': ['<|im_end|>']});"
        "t.save_pretrained('my-model'); print(t.extra_special_tokens, t('<|im_end|>')['input_ids'])"
    )
    added = say(sys.executable, "-c", code, env={**os.environ, "PYTHONPATH": "five"})
    add_packages("protobuf")
    from transformers import AutoTokenizer as Auto

    said = ""
    try:
        Auto.from_pretrained("my-model")
    except AttributeError as error:
        said = str(error)
    check("before", said == "'list' object has no attribute 'keys'")
    # region: fix-unmask/from-5
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("my-model", extra_special_tokens={})
    # endregion
    check("the ids of transformers 5", f"ids {tokenizer(TEXT)['input_ids']}" == original)
    ids = tokenizer("<|im_end|>")["input_ids"]
    check("an extra token has its id", str(ids) in added and ids[-1] == len(tokenizer) - 1)
    check("decoding skips it", tokenizer.decode(ids, skip_special_tokens=True) == "")
    check("it is no additional one", tokenizer.additional_special_tokens == [])


@scenario("fix-tiktoken", needs=V5)
def fix_tiktoken():
    make_tiktoken_model()
    env = environment()
    check("tiktoken is asked for", "`tiktoken` is required" in load(env, fails=True))
    bash("fix-tiktoken", env)
    said = load(env)
    check("the pair is one piece", "[257, 32" in ids_of(said))


@scenario("extra-tiktoken-457", needs=V4)
def extra_tiktoken_457():
    """The same file and the same command in transformers 4.57."""
    make_tiktoken_model()
    env = environment()
    check("before: protobuf", PROTOBUF in load(env, fails=True))
    bash("fix-tiktoken", env)
    check("the pair is one piece", "[257, 32" in ids_of(load(env)))


@scenario("fix-align", needs=V4)
def fix_align():
    make_model()
    env = environment()
    say("python", "-m", "pip", "install", "protobuf==5.29.5", env=env)
    say("python", "-m", "pip", "install", "sentencepiece==0.2.3", "protobuf", env=env)
    check("they do not fit", "gencode 7.36.1 runtime 5.29.5" in load(env, fails=True))
    bash("fix-align", env)
    reads_words(load(env))
    shown = say("python", "-m", "pip", "show", "protobuf", env=env)
    check("protobuf is untouched", "Version: 5.29.5" in shown)


@scenario("extra-align-5", needs=V5)
def extra_align_5():
    """transformers 5 says it in the warning alone; protobuf 3.20 and 4.25 fit 0.2.1, too."""
    make_model()
    env = environment()
    say("python", "-m", "pip", "install", "sentencepiece==0.2.3", "protobuf==4.25.8", env=env)
    said = load(env, fails=True)
    check("the warning", "cannot import name 'runtime_version'" in said)
    check("the error", "`tiktoken` is required" in said.splitlines()[-1])
    bash("fix-align", env)
    reads_words(load(env))
    say("python", "-m", "pip", "install", "protobuf==3.20.3", env=env)
    reads_words(load(env))


@scenario("extra-descriptors", needs=V4)
def extra_descriptors():
    """sentencepiece 0.1.99 with protobuf 4: the other way round; the variable, then the fix."""
    make_model()
    env = environment()
    say("python", "-m", "pip", "install", "sentencepiece==0.1.99", "protobuf==4.25.8", env=env)
    said = load(env, fails=True)
    check("descriptors", "Descriptors cannot be created directly" in said)
    reads_words(load(env | {"PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION": "python"}))
    bash("fix-align", env)
    reads_words(load(env))


@scenario("extra-tiktoken-save", needs=V5)
def extra_tiktoken_save():
    """A tiktoken file, saved as tokenizer.json, is read without tiktoken."""
    os.environ["TIKTOKEN_CACHE_DIR"] = ""
    make_tiktoken_model()
    add_packages("tiktoken")
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("my-model")
    tokenizer.save_pretrained("my-tokenizer")
    env = environment()
    check("tiktoken is asked for", "`tiktoken` is required" in load(env, fails=True))
    said = load(env, "my-tokenizer")
    check("the same ids", ids_of(said) == f"ids {tokenizer(TEXT)['input_ids']}")


# ------------------------------------------------------------------------- probe and advice


def probe():  # the imports are the question
    # region: check-tokenizer
    import os
    import sys

    folder = "my-model"
    packages = {"sentencepiece": "missing", "protobuf": "missing"}
    try:
        import sentencepiece

        packages["sentencepiece"] = "installed"
        import google.protobuf

        packages["protobuf"] = "installed"
        from sentencepiece import sentencepiece_model_pb2
    except ModuleNotFoundError:
        pass
    except Exception:
        packages["protobuf"] = "clash"
    names = ["tokenizer.json"] + sorted(os.listdir(folder) if os.path.isdir(folder) else [])
    found = [n for n in names if n.endswith((".model", "tokenizer.json"))]
    found = [n for n in found if os.path.isfile(os.path.join(folder, n))]
    kind = "none"
    if found:
        start = open(os.path.join(folder, found[0]), "rb").read(40)
        kind = {b"{": "json", b"\n": "sentencepiece"}.get(start[:1], "tiktoken")
        kind = "pointer" if start.startswith((b"version https", b"<")) else kind
    print(sys.executable, found)
    print("sentencepiece: {sentencepiece} | protobuf: {protobuf}".format(**packages), end="")
    print(" | files:", kind)
    # endregion


@scenario("check-tokenizer", needs=V5)
def check_tokenizer():
    import contextlib
    import io

    def line():
        with contextlib.redirect_stdout(io.StringIO()) as said:
            probe()
        print(said.getvalue())
        return said.getvalue().splitlines()[-1]

    missing = "sentencepiece: missing | protobuf: missing | files: "
    Path("my-model").mkdir()
    check("no file", line() == missing + "none")
    Path("my-model", "tokenizer.model").write_text("version https://git-lfs", encoding="utf-8")
    check("a pointer", line() == missing + "pointer")
    Path("my-model", "tokenizer.model").unlink()
    Path("my-model").rmdir()
    make_model()
    check("sentencepiece's", line() == missing + "sentencepiece")
    Path("my-model").rename("other")
    make_tiktoken_model()
    check("tiktoken's", line() == missing + "tiktoken")
    Path("my-model", "tokenizer.json").write_text("{}", encoding="utf-8")
    check("tokenizer.json", line() == missing + "json")
    add_packages("sentencepiece==0.2.1", "protobuf")
    check("both", line() == "sentencepiece: installed | protobuf: installed | files: json")


@scenario(
    "extra-tiktoken-only",
    needs=V5,
    expect="ValueError: Error parsing line b'{line}' in {file}",
)
def extra_tiktoken_only():
    """What the message of transformers 5 asks for, with a file of sentencepiece."""
    os.environ["TIKTOKEN_CACHE_DIR"] = ""  # tiktoken caches by path, and other scenarios use it
    make_model()
    add_packages("tiktoken")
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model")


@scenario("extra-tiktoken-cache", needs=V5)
def extra_tiktoken_cache():
    """tiktoken keeps a copy under the name of the path: a replaced file is not read."""
    os.environ["TIKTOKEN_CACHE_DIR"] = os.path.abspath("cache")
    add_packages("tiktoken")
    make_tiktoken_model()
    from transformers import AutoTokenizer

    first = AutoTokenizer.from_pretrained("my-model")(TEXT)["input_ids"]
    Path("my-model", "tokenizer.model").write_text("another file", encoding="utf-8")
    again = AutoTokenizer.from_pretrained("my-model")(TEXT)["input_ids"]
    check("the old file answers", again == first)


@scenario("extra-use-fast-false", needs=V4)
def extra_use_fast_false():
    """use_fast=False still needs sentencepiece; with it, protobuf is not asked for."""
    make_model()
    env = environment()
    slow = LOAD.format(folder="my-model", text=TEXT).replace("l')", "l', use_fast=False)")
    said = say("python", "-c", slow, env=env, fails=True)
    check("sentencepiece is asked for", SLOW in said)
    say("python", "-m", "pip", "install", "sentencepiece==0.2.1", env=env)
    reads_words(say("python", "-c", slow, env=env))
    check("without use_fast protobuf is asked for", PROTOBUF in load(env, fails=True))


@scenario("extra-use-fast-false-json", needs=V4, expect="TypeError: not a string")
def extra_use_fast_false_json():
    """use_fast=False with a folder that has tokenizer.json alone; without it the folder loads."""
    make_model()
    add_packages("sentencepiece==0.2.1", "protobuf")
    from transformers import AutoTokenizer, LlamaTokenizer

    AutoTokenizer.from_pretrained("my-model").save_pretrained("my-tokenizer")
    Path("my-tokenizer", "tokenizer.model").unlink()
    check("it loads", len(AutoTokenizer.from_pretrained("my-tokenizer")) == 300)
    said = ""
    try:
        LlamaTokenizer.from_pretrained("my-tokenizer")
    except TypeError as error:
        said = str(error)
    check("the slow class by name fails the same way", said == "not a string")
    AutoTokenizer.from_pretrained("my-tokenizer", use_fast=False)


@scenario("extra-use-fast-false-5", needs=V5, expect=TIKTOKEN)
def extra_use_fast_false_5():
    """transformers 5 ignores it."""
    make_model()
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained("my-model", use_fast=False)


@scenario("extra-protobuf-320", needs=V4)
def extra_protobuf_320():
    """The old advice, with a current sentencepiece."""
    make_model()
    env = environment()
    say("python", "-m", "pip", "install", "sentencepiece==0.2.3", "protobuf==3.20.3", env=env)
    said = load(env, fails=True)
    check("another error", "cannot import name 'runtime_version' from 'google.protobuf'" in said)


@scenario("extra-empty-tokenizer", needs=V5)
def extra_empty_tokenizer():
    """No tokenizer file, but a class: transformers 5 makes an untrained one and says nothing."""
    write_folder("my-model", {"tokenizer_class": "LlamaTokenizer"})
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("my-model")
    print(len(tokenizer), tokenizer("Hello world")["input_ids"])
    check("a handful of tokens", len(tokenizer) < 10)
    check("text becomes nothing", tokenizer("Hello world")["input_ids"] == [])


@scenario("extra-pointer", needs=V5)
def extra_pointer():
    """A Git LFS pointer in the place of tokenizer.model."""
    make_model()
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:9e55\nsize 499723\n"
    Path("my-model", "tokenizer.model").write_text(pointer, encoding="utf-8")
    env = environment() | {"TIKTOKEN_CACHE_DIR": ""}
    bash("fix-install", env)
    said = load(env, fails=True)
    check("tiktoken is asked for", "`tiktoken` is required" in said.splitlines()[-1])
    bash("fix-tiktoken", env)
    said = load(env, fails=True)
    check("the pointer shows", "Error parsing line b'version https://git-lfs" in said)


@scenario("extra-older-tokenizers", needs=OLD)
def extra_older_tokenizers():
    """transformers 4.44 cannot read the tokenizer.json of transformers 5."""
    make_model_of_v5()
    env = environment()
    said = load(env, fails=True)
    check("untagged enum", "data did not match any variant of untagged enum" in said)
