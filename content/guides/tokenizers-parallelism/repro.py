# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "tokenizers==0.22.1",
#   "transformers==4.57.6",
#   "accelerate==1.15.0",
#   "datasets==4.4.1",
#   "py-spy==0.4.2",
# ]
# ///
"""Makes tokenizers print its warning about a fork, makes a worker hang, and runs each fix.

    python tools/repro/run.py content/guides/tokenizers-parallelism/repro.py --out OUT

tokenizers 0.22.1 is the last release that prints; transformers 5 needs a newer one. What is said of
newer releases runs in an environment of its own, with transformers 5.17 and tokenizers 0.23.3:

    --only error/hang-newest,fix-upgrade,check-variable-newest

Every region is saved as a file, as a reader would, and run in a fresh interpreter, because this
program's runner sets TOKENIZERS_PARALLELISM. No GPU is needed and nothing is downloaded:
`Qwen/Qwen3-0.6B` is a folder with a tokenizer that is trained on two sentences.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from repro.regions import regions_of
from repro.scenario import check, measure, scenario

WARNING = (
    "huggingface/tokenizers: The current process just got forked, after parallelism has already "
    "been used. Disabling parallelism to avoid deadlocks..."
)
ADVICE = (
    "\t- Avoid using `tokenizers` before the fork if possible\n"
    "\t- Explicitly set the environment variable TOKENIZERS_PARALLELISM=(true | false)"
)
HANGS = "RuntimeError: DataLoader timed out after 20 seconds"
#: The last release that prints; workers are forked by default on Linux, up to Python 3.13.
PRINTS = ["tokenizers<0.22.2", "linux", "python<3.14"]
SILENT = ["tokenizers>=0.22.2", "linux", "python<3.14"]

MAKE_TOKENIZER = """\
from tokenizers import ByteLevelBPETokenizer
from transformers import PreTrainedTokenizerFast

texts = ["Short.", "A longer sentence."] * 4
trained = ByteLevelBPETokenizer()
trained.train_from_iterator(
    texts, vocab_size=320, special_tokens=["<|endoftext|>"], show_progress=False
)
PreTrainedTokenizerFast(
    tokenizer_object=trained._tokenizer, pad_token="<|endoftext|>", eos_token="<|endoftext|>"
).save_pretrained("Qwen/Qwen3-0.6B")
"""
TEXTS = 'texts = ["Short.", "A longer sentence."] * 4\n\n'
LOAD = (
    "import os\nimport subprocess\n\nfrom transformers import AutoTokenizer\n\n"
    'tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")\n'
)
DATASET = """\
from datasets import Dataset
from torch.utils.data import DataLoader
from transformers import AutoTokenizer

dataset = Dataset.from_dict({"text": ["Short.", "A longer sentence."] * 4})
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")


def tokenize(batch):
    return tokenizer(batch["text"], padding="max_length", max_length=8)


"""


class OnStandardError(Exception):
    """What a script wrote to standard error; the script itself ended well, or with this."""


def run_file(text, **variables):
    """Save a text as train.py and run it in a fresh interpreter: its status, both outputs.

    TOKENIZERS_PARALLELISM is unset, unless it is given.
    """
    Path("train.py").write_text(text, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if "PARALLELISM" not in name}
    done = subprocess.run(
        [sys.executable, "train.py"],
        env={**environment, "OMP_NUM_THREADS": "1", **variables},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    print(done.stdout)
    return done


def make_tokenizer():
    """./Qwen/Qwen3-0.6B"""
    check("the tokenizer is made", run_file(MAKE_TOKENIZER).returncode == 0)


def shown(name):
    """What the page shows under this name."""
    return regions_of(Path(__file__).read_text(encoding="utf-8"))[name]


def fails(text, **variables):
    """Run a script and raise what it wrote to standard error, unchanged."""
    raise OnStandardError(run_file(text, **variables).stderr)


def runs(text, **variables):
    """Run a script that must end well; both outputs, and how often it warned."""
    done = run_file(text, **variables)
    print(done.stderr[-3000:])
    check("it ends well", done.returncode == 0)
    return done.stdout, done.stderr.count(WARNING)


# ----------------------------------------------------------------------------------- errors


@scenario("error/loader", reproduces="current", expect=WARNING, needs=PRINTS)
def error_loader():
    make_tokenizer()

    def as_file():
        # region: error/loader
        from torch.utils.data import DataLoader
        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
        print(tokenizer("A longer sentence.")["input_ids"])  # starts its threads

        def collate(batch):
            return tokenizer(batch, padding=True, return_tensors="pt")

        for batch in DataLoader(texts, batch_size=4, num_workers=2, collate_fn=collate):
            print(batch["input_ids"].shape)
        # endregion

    fails(TEXTS + shown("error/loader"))


@scenario("error/advice", reproduces="advice-variable", expect=ADVICE, needs=PRINTS)
def error_advice():
    """The lines that come with it."""
    make_tokenizer()
    fails(TEXTS + shown("error/loader"))


@scenario("error/map", reproduces="current", expect=WARNING, needs=PRINTS)
def error_map():
    """The workers do not tokenize at all; the parent did."""
    make_tokenizer()

    def as_file():
        # region: error/map
        dataset = dataset.map(tokenize, batched=True, remove_columns="text")
        for batch in DataLoader(dataset.with_format("torch"), batch_size=4, num_workers=2):
            print(batch["input_ids"].shape)
        # endregion

    fails(DATASET + shown("error/map"))


@scenario("error/trainer", reproduces="current", expect=WARNING, needs=PRINTS)
def error_trainer():
    make_tokenizer()
    fails(
        LOAD
        + "from transformers import DataCollatorForLanguageModeling, Trainer, TrainingArguments\n"
        + "from transformers import LlamaConfig, LlamaForCausalLM\n\n"
        + "model = LlamaForCausalLM(LlamaConfig(vocab_size=320, hidden_size=32, "
        + "intermediate_size=64, num_hidden_layers=1, num_attention_heads=2))\n"
        + "rows = [tokenizer(text) for text in ['Short.', 'A longer sentence.'] * 4]\n"
        + "args = TrainingArguments('out', max_steps=2, report_to='none', use_cpu=True, "
        + "dataloader_num_workers=2)\n"
        + "collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)\n"
        + "Trainer(model, args, collator, rows).train()\n"
    )


@scenario("error/fork", reproduces="current", expect=WARNING, needs=PRINTS)
def error_fork():
    make_tokenizer()
    fails(
        LOAD
        + "import multiprocessing\n\n"
        + "tokenizer(['Short.'])\n"
        + "process = multiprocessing.get_context('fork').Process(target=print, args=('child',))\n"
        + "process.start()\n"
        + "process.join()\n"
    )


@scenario("error/hang", expect=HANGS, needs=PRINTS)
def error_hang():
    """With `true` nothing is switched off and nothing is printed: the workers hang."""
    make_tokenizer()
    text = TEXTS + hanging_loader()
    done = run_file(text, TOKENIZERS_PARALLELISM="true")
    check("there is no warning", WARNING not in done.stderr)
    raise OnStandardError(done.stderr)


@scenario("error/hang-newest", expect=HANGS, needs=SILENT)
def error_hang_newest():
    """The same in a release that never prints."""
    make_tokenizer()
    fails(TEXTS + hanging_loader(), TOKENIZERS_PARALLELISM="true")


def hanging_loader():
    """The loader of error/loader with a limit, as fix-find-hang has it."""
    before, after = "collate_fn=collate)", "collate_fn=collate, timeout=20)"
    return shown("error/loader").replace(before, after)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-false", needs=PRINTS)
def fix_false():
    """The command of commands.sh with the script of error/loader."""
    make_tokenizer()
    printed, warnings = runs(TEXTS + shown("error/loader"), TOKENIZERS_PARALLELISM="false")
    check("nothing is printed", warnings == 0)
    check("both batches came", printed.count("torch.Size([4, ") == 2)


@scenario("fix-false/script", needs=PRINTS)
def fix_false_script():
    """Also where the shell says `true`, which made the workers hang."""
    make_tokenizer()

    def as_file():
        # region: fix-false/script
        import os

        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        # endregion

    text = f"{shown('fix-false/script')}\n{TEXTS}{hanging_loader()}"
    for value in ("unset", "true"):
        variables = {} if value == "unset" else {"TOKENIZERS_PARALLELISM": value}
        printed, warnings = runs(text, **variables)
        check(f"{value} before: nothing is printed", warnings == 0)
        check(f"{value} before: both batches came", printed.count("torch.Size([4, ") == 2)


@scenario("fix-tokenize-in-children", needs=PRINTS)
def fix_tokenize_in_children():
    make_tokenizer()

    def as_file():
        # region: fix-tokenize-in-children
        dataset = dataset.map(tokenize, batched=True, remove_columns="text", num_proc=2)
        for batch in DataLoader(dataset.with_format("torch"), batch_size=4, num_workers=2):
            print(batch["input_ids"].shape)
        # endregion

    printed, warnings = runs(DATASET + shown("fix-tokenize-in-children"))
    check("nothing is printed", warnings == 0)
    check("both batches came", printed.count("torch.Size([4, 8])") == 2)


@scenario("fix-spawn", needs=PRINTS)
def fix_spawn():
    make_tokenizer()

    def as_file():
        # region: fix-spawn
        if __name__ == "__main__":
            print(tokenizer("A longer sentence.")["input_ids"])
            loader = DataLoader(
                texts,
                batch_size=4,
                num_workers=2,
                collate_fn=collate,
                multiprocessing_context="spawn",
            )
            for batch in loader:
                print(batch["input_ids"].shape)
        # endregion

    before, call = shown("error/loader").split("print(tokenizer(")
    collate = call[call.index("def collate") : call.index("for batch")]
    text = f"{TEXTS}{before}\n\n{collate}\n\n{shown('fix-spawn')}\n"
    for variables in ({}, {"TOKENIZERS_PARALLELISM": "true"}):
        printed, warnings = runs(text, **variables)
        check(f"{variables}: nothing is printed", warnings == 0)
        check(f"{variables}: both batches came", printed.count("torch.Size([4, ") == 2)


@scenario("fix-upgrade", needs=SILENT)
def fix_upgrade():
    """The script of error/loader, unchanged, with a release that does not print."""
    make_tokenizer()
    printed, warnings = runs(TEXTS + shown("error/loader"))
    check("nothing is printed", warnings == 0)
    check("both batches came", printed.count("torch.Size([4, ") == 2)


@scenario("fix-find-hang", needs=PRINTS)
def fix_find_hang():
    """With a limit the loader says that its workers hang, or that they do not."""
    make_tokenizer()

    def as_file():
        # region: fix-find-hang
        loader = DataLoader(texts, batch_size=4, num_workers=2, collate_fn=collate, timeout=20)
        for batch in loader:
            print(batch["input_ids"].shape)
        # endregion

    before = shown("error/loader").split("for batch")[0]
    text = f"{TEXTS}{before}\n{shown('fix-find-hang')}\n"
    printed, _ = runs(text)
    check("workers that do not hang deliver", printed.count("torch.Size([4, ") == 2)
    hung = run_file(text, TOKENIZERS_PARALLELISM="true")
    check("workers that hang are reported", HANGS in hung.stderr)


@scenario("check-stacks", needs=["tokenizers<0.22.2", "linux", "python<3.14", "py-spy"])
def check_stacks():
    """py-spy, as in commands.sh: the hanging worker stands in the tokenizer."""
    make_tokenizer()
    text = TEXTS + shown("error/loader")
    Path("train.py").write_text(text, encoding="utf-8")
    environment = {**os.environ, "TOKENIZERS_PARALLELISM": "true", "OMP_NUM_THREADS": "1"}
    script = subprocess.Popen([sys.executable, "train.py"], env=environment)
    try:
        script.wait(40)
    except subprocess.TimeoutExpired:
        print("it hangs")
    workers = Path(f"/proc/{script.pid}/task/{script.pid}/children").read_text().split()
    py_spy = os.path.join(os.path.dirname(sys.executable), "py-spy")
    stacks = ""
    for pid in workers:
        dumped = subprocess.run([py_spy, "dump", "--pid", pid], capture_output=True, text=True)
        print(dumped.stdout, dumped.stderr)
        stacks += dumped.stdout
        os.kill(int(pid), 9)
    script.kill()
    script.wait()
    check("two workers hang", len(workers) == 2)
    check("in the tokenizer", stacks.count("_batch_encode_plus (transformers/") == 2)


@scenario("check-variable", needs=PRINTS)
def check_variable():
    def as_file():
        # region: check-variable
        import os
        from importlib.metadata import version

        value = os.environ.get("TOKENIZERS_PARALLELISM") or "unset"
        print("tokenizers:", version("tokenizers"), "| TOKENIZERS_PARALLELISM:", value)
        # endregion

    printed, _ = runs(shown("check-variable"))
    check("it is unset", "| TOKENIZERS_PARALLELISM: unset" in printed)
    printed, _ = runs(shown("check-variable"), TOKENIZERS_PARALLELISM="true")
    check("it is true", "| TOKENIZERS_PARALLELISM: true" in printed)


@scenario("check-variable-newest", regions=["check-variable"], needs=SILENT)
def check_variable_newest():
    printed, _ = runs(shown("check-variable"))
    check("the release is named", "tokenizers: 0.2" in printed)


# ------------------------------------------ which calls and forks count, what does not help

CALLS = """\
import sys

backend = tokenizer.backend_tokenizer
sys.stdout.flush()
for call in {calls!r}:
    sys.stderr.write(f"# {{call}}\\n")
    sys.stderr.flush()
    if os.fork() == 0:
        exec(call)
        if os.fork() == 0:
            os._exit(0)
        os.wait()
        os._exit(0)
    os.wait()
"""
COUNTING = [
    "tokenizer('Short.')",
    "tokenizer(['Short.', 'A longer sentence.'])",
    "tokenizer.encode('Short.')",
    "tokenizer.tokenize('Short.')",
    "backend.encode_batch(['Short.'])",
    "backend.decode_batch([[5, 6]])",
]
NOT_COUNTING = [
    "pass",
    "AutoTokenizer.from_pretrained('Qwen/Qwen3-0.6B')",
    "backend.encode('Short.')",
    "tokenizer.decode([5, 6])",
    "tokenizer.batch_decode([[5, 6], [7]])",
    "tokenizer.pad({'input_ids': [[1], [2, 3]]})",
]


def warned_after(text):
    """Standard error's lines `# call` → whether the warning followed."""
    done = run_file(text)
    print(done.stderr)
    check("it ends well", done.returncode == 0)
    parts = done.stderr.split("# ")[1:]
    return {part.partition("\n")[0]: WARNING in part for part in parts}


@scenario("extra-calls", needs=PRINTS)
def extra_calls():
    """Which calls count as a use of the tokenizer's threads."""
    make_tokenizer()
    warned = warned_after(LOAD + CALLS.format(calls=COUNTING + NOT_COUNTING))
    for call in COUNTING:
        check(f"counts: {call}", warned[call])
    for call in NOT_COUNTING:
        check(f"does not count: {call}", not warned[call])


PROGRAMS = """\
import sys

tokenizer(["Short."])
for call in {calls!r}:
    sys.stderr.write(f"# {{call}}\\n")
    sys.stderr.flush()
    exec(call)
"""


@scenario("extra-programs", needs=["tokenizers<0.22.2", "linux", "python>=3.10"])
def extra_programs():
    """Starting another program is a vfork, which asks nobody, unless Python cannot use it."""
    make_tokenizer()
    quiet = [
        "subprocess.run(['true'])",
        "subprocess.run('true', shell=True)",
        "os.system('true')",
        "os.popen('true').read()",
    ]
    loud = [
        "subprocess.run(['true'], preexec_fn=lambda: None)",
        "subprocess.run(['true'], user=os.getuid())",
    ]
    warned = warned_after(LOAD + PROGRAMS.format(calls=quiet + loud))
    for call in quiet:
        check(f"quiet: {call}", not warned[call])
    for call in loud:
        check(f"warns: {call}", warned[call])


@scenario("extra-epochs", needs=PRINTS)
def extra_epochs():
    """Once for each worker and epoch; with persistent workers once for each worker."""
    make_tokenizer()
    start = shown("error/loader").split("for batch")[0]
    for options, expected in (("", 4), (", persistent_workers=True", 2)):
        _, warnings = runs(
            f"{TEXTS}{start}\n"
            f"loader = DataLoader(texts, num_workers=2, collate_fn=collate{options})\n"
            "for epoch in range(2):\n    print(len(list(loader)))\n"
        )
        check(f"{options or 'as it is'}: {warnings} warnings", warnings == expected)


@scenario("extra-filters", needs=PRINTS)
def extra_filters():
    """Python's filters and the log level do not reach a line that Rust writes."""
    make_tokenizer()
    quiet = "import warnings\n\nwarnings.filterwarnings('ignore')\n"
    _, warnings = runs(
        quiet + TEXTS + shown("error/loader"),
        PYTHONWARNINGS="ignore",
        TRANSFORMERS_VERBOSITY="error",
    )
    check("both workers print all the same", warnings == 2)


@scenario("extra-keyword", needs=PRINTS)
def extra_keyword():
    """It is a variable of the environment, not an argument."""
    make_tokenizer()
    name = '"Qwen/Qwen3-0.6B"'
    text = shown("error/loader").replace(name, f"{name}, TOKENIZERS_PARALLELISM=False")
    _, warnings = runs(TEXTS + text)
    check("both workers print all the same", warnings == 2)


@scenario("extra-worker-init", needs=PRINTS)
def extra_worker_init():
    """Inside the worker it is too late: the fork has been."""
    make_tokenizer()
    init = (
        "import os\n\n\ndef set_it(worker):\n"
        "    os.environ['TOKENIZERS_PARALLELISM'] = 'false'\n\n\n"
    )
    text = shown("error/loader").replace("fn=collate)", "fn=collate, worker_init_fn=set_it)")
    _, warnings = runs(init + TEXTS + text)
    check("both workers print all the same", warnings == 2)


@scenario("extra-late", needs=PRINTS)
def extra_late():
    """It is read at each call, so any line before the fork is early enough."""
    make_tokenizer()
    text = shown("error/loader").replace(
        "\nfor batch", "\nimport os\nos.environ['TOKENIZERS_PARALLELISM'] = 'false'\nfor batch"
    )
    _, warnings = runs(TEXTS + text)
    check("nothing is printed", warnings == 0)


@scenario("extra-map-leaves-false", needs=PRINTS)
def extra_map_leaves_false():
    """map with num_proc sets the variable for the whole process, where os.environ hides it."""
    make_tokenizer()
    printed, warnings = runs(
        DATASET
        + "import ctypes\nimport os\n\n"
        + "dataset.map(tokenize, batched=True, num_proc=2)\n"
        + "getenv = ctypes.CDLL(None).getenv\n"
        + "getenv.restype = ctypes.c_char_p\n"
        + "print('os.environ:', os.environ.get('TOKENIZERS_PARALLELISM'))\n"
        + "print('getenv:', getenv(b'TOKENIZERS_PARALLELISM'))\n"
        + "tokenizer(['Short.'])\n"
        + "if os.fork() == 0:\n    os._exit(0)\nos.wait()\n"
    )
    check("os.environ does not show it", "os.environ: None" in printed)
    check("the process has it", "getenv: b'false'" in printed)
    check("so a later fork is silent", warnings == 0)


THREADS = """\
def collate(batch):
    tokenizer(batch * 50, padding=True)
    status = open("/proc/self/status").read()
    return int(status.split("Threads:")[1].split()[0])


for threads in DataLoader(texts, batch_size=4, num_workers=2, collate_fn=collate):
    print("threads", threads)
"""


@scenario("extra-threads", needs=PRINTS)
def extra_threads():
    """Unset, and no use before the fork: each worker starts as many threads as there are cores."""
    make_tokenizer()
    head = f"{TEXTS}from torch.utils.data import DataLoader\n{LOAD}\n\n"
    cores = len(os.sched_getaffinity(0))
    counts = {}
    for value in ("unset", "false"):
        variables = {} if value == "unset" else {"TOKENIZERS_PARALLELISM": value}
        printed, warnings = runs(head + THREADS, **variables)
        check(f"{value}: nothing is printed", warnings == 0)
        counts[value] = int(re.search(r"threads (\d+)", printed)[1])
        measure(f"{value}, {cores} cores", threads_in_worker=counts[value])
    check("unset, each worker has threads of its own", counts["unset"] >= counts["false"] + cores)


SPEED = """\
import time

texts = ["A longer sentence. " * 40] * 4000
tokenizer(texts[:100])
best = 1e9
for _ in range(3):
    started = time.perf_counter()
    tokenizer(texts)
    best = min(best, time.perf_counter() - started)
print(f"texts_per_s={len(texts) / best:.0f}")
"""


@scenario("extra-speed", needs=PRINTS, alone=True)
def extra_speed():
    """What `false` costs where one process tokenizes."""
    make_tokenizer()
    cores = len(os.sched_getaffinity(0))
    for value in ("true", "false"):
        printed, _ = runs(LOAD + SPEED, TOKENIZERS_PARALLELISM=value)
        measure(
            f"{value}, {cores} cores",
            texts_per_s=float(re.search(r"texts_per_s=(\d+)", printed)[1]),
        )
